"""Who changed and when, per model: a counter that only grows, so that galleries take up just the changed people.

Triggers write it: no way to change a template, a photo or a person can forget it.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_NEXT = "1 + coalesce((SELECT max(version) FROM template_changes AS other WHERE other.model_id = changed.model_id), 0)"


def _note(changed: str) -> str:
    """A statement that gives everybody of a query, (model_id, person_id), their model's next number."""
    return f"""
        INSERT INTO template_changes (model_id, person_id, version)
        SELECT changed.model_id, changed.person_id, {_NEXT} FROM ({changed}) AS changed WHERE true
        ON CONFLICT (model_id, person_id) DO UPDATE SET version = excluded.version;
    """


def _of_template(row: str) -> str:
    return f"SELECT {row}.model_id AS model_id, person_id FROM photos WHERE photos.id = {row}.photo_id"


def _of_photo(row: str) -> str:
    return f"SELECT DISTINCT model_id, {row}.person_id AS person_id FROM templates WHERE photo_id = {row}.id"


def upgrade() -> None:
    op.create_table(
        "template_changes",
        sa.Column("model_id", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("model_id", "person_id", name=op.f("pk_template_changes")),
    )
    op.create_index(op.f("ix_template_changes_model_id_version"), "template_changes", ["model_id", "version"])
    for name, when, noted in (
        ("template_added", "AFTER INSERT ON templates", [_of_template("NEW")]),
        ("template_changed", "AFTER UPDATE ON templates", [_of_template("OLD"), _of_template("NEW")]),
        ("template_removed", "AFTER DELETE ON templates", [_of_template("OLD")]),
        # With a photo its templates go, and then nothing tells any longer whose they were.
        ("photo_changed", "AFTER UPDATE OF person_id, mask, impostor ON photos", [_of_photo("OLD"), _of_photo("NEW")]),
        ("photo_removed", "BEFORE DELETE ON photos", [_of_photo("OLD")]),
    ):
        op.execute(f"CREATE TRIGGER {name} {when} BEGIN {' '.join(map(_note, noted))} END")
