"""What can go wrong with documents, their catalogue and their index, and the root of all errors of Wegwijs.

What only a later part has to report is in the module that reports it: those are named with their place. Settings, and
words of a command, that will not do are a plain WegwijsError.

WegwijsError
├── CatalogueError      an entry of catalogue.toml is wrong
│   └── NoCatalogueError    there is no catalogue.toml yet
├── DocumentError       one document cannot be read; the others go on
├── UnreadableError     the same, said by a reader, which does not know the name of the file
├── FetchError          a document cannot be had from the web
├── QuestionBankError   a question bank file is wrong
├── IndexUnusableError  there is no index, or it does not fit the configuration
├── IndexAwayError      the index cannot be read now; the same may go well a moment later
├── RequestError        a question will not do (assistant/service/contract.py)
├── KeyFileError        a key, or the file of keys, will not do (assistant/service/keys.py)
├── LearningStoreError  what use teaches cannot be read or written (assistant/staff/learning_store.py)
├── LanguageModelError  the language model does not answer (assistant/writing/writer.py)
├── NothingKeptError    there is nothing to make a report of (ui/reporting.py)
├── PortError           the server cannot listen where it is to (ui/serving.py)
└── CaseError           a file of cases is wrong (evals/cases.py)
"""

from __future__ import annotations


class WegwijsError(Exception):
    """An error whose message tells a person what is wrong, with which value, and what to do."""


class CatalogueError(WegwijsError):
    """An entry of catalogue.toml is wrong."""


class NoCatalogueError(CatalogueError):
    """There is no catalogue.toml yet."""


class DocumentError(WegwijsError):
    """One document cannot be read."""


class UnreadableError(WegwijsError):
    """What is wrong with the content of a file and what to do, in Dutch, to stand after the name of the file."""


class FetchError(WegwijsError):
    """A document cannot be had from the web."""


class QuestionBankError(WegwijsError):
    """A question bank file is wrong."""


class IndexUnusableError(WegwijsError):
    """There is no index, or it does not fit the configuration."""


class IndexAwayError(WegwijsError):
    """The index cannot be read now; the same may go well a moment later."""
