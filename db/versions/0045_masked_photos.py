"""People without a masked photo are found without reading any picture.

Revision ID: 0045
Revises: 0044
"""

from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.create_index(
        "ix_photos_person_id_mask_impostor", "photos", ["person_id", "mask", "impostor"], if_not_exists=True
    )
    op.drop_index("ix_photos_person_id", "photos", if_exists=True)
