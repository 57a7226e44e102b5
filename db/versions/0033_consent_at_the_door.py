"""Galleries hear of every consent that is given or withdrawn: a person without one is not matched.

Whoever was registered before stays known: nobody who guards a building by this program may be shut out by an update. They are
marked, so that their consent is asked for.

Revision ID: 0033
Revises: 0032
"""

from alembic import op

revision = "0033"
down_revision = "0032"

# As 0008 does it for templates and photos.
_NEXT = "1 + coalesce((SELECT max(version) FROM template_changes AS other WHERE other.model_id = changed.model_id), 0)"
_OF_PERSON = (
    "SELECT DISTINCT model_id, NEW.id AS person_id FROM templates JOIN photos ON photos.id = templates.photo_id "
    "WHERE photos.person_id = NEW.id"
)


def upgrade() -> None:
    op.execute("UPDATE people SET consent_text_version = 'not asked' WHERE consent_text_version = 'not stated'")
    op.execute(
        f"""
        CREATE TRIGGER consent_changed AFTER UPDATE OF consent_text_version ON people BEGIN
            INSERT INTO template_changes (model_id, person_id, version)
            SELECT changed.model_id, changed.person_id, {_NEXT} FROM ({_OF_PERSON}) AS changed WHERE true
            ON CONFLICT (model_id, person_id) DO UPDATE SET version = excluded.version;
        END
        """
    )
