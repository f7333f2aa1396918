"""Authorizations that a view stands for, as an EHR may have them, which cannot compute with what somebody typed.

PostgreSQL's error quotes a client's name.
"""

from typing import LiteralString

BREAK: LiteralString = """
    alter table ehr.authorizations rename to real_authorizations;
    create view ehr.authorizations as
    select
        authorization_id, client_id, payer_id, billing_code, start_date, end_date, units_authorized, units_used,
        (select display_name from ehr.clients where clients.client_id = found.client_id)::integer::text as status,
        updated_at
    from ehr.real_authorizations as found
"""
MEND: LiteralString = (
    "drop view ehr.authorizations cascade; alter table ehr.real_authorizations rename to authorizations"
)
