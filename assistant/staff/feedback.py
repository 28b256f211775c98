"""What a visitor says of an answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ingest.question_bank import QUESTION_CHARS


class Feedback(BaseModel):
    """Of een antwoord hielp. Een tweede oordeel over een antwoord vervangt het eerste."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"answer_id": "3f0c2a52-6a0e-4d6c-9a3e-0f6f2f3f7c11", "helpful": True}]},
    )

    answer_id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$", description="De `id` van het antwoord.")
    helpful: bool = Field(strict=True)
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=QUESTION_CHARS)] | None = Field(
        default=None, description="Een toelichting. Persoonsgegevens worden eruit gelaten."
    )
