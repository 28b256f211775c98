"""From a question to a cited answer: retrieval, evidence, composition, and the HTTP API."""
