"""Telling a chat, such as Slack or Teams, what the data-quality recipients are told: by Apprise, as Airflow has it."""

from __future__ import annotations

from email.message import EmailMessage


def post(letter: EmailMessage, conn_id: str) -> None:
    """Post a message to the services of an Airflow connection of type `apprise`.

    A service that does not take it is logged by Apprise, and not told again. Raises ModuleNotFoundError where the
    provider is not installed, AirflowNotFoundException where there is no such connection.
    """
    from airflow.providers.apprise.notifications.apprise import AppriseNotifier

    notifier = AppriseNotifier(title=str(letter["Subject"]), body=letter.get_content(), apprise_conn_id=conn_id)
    notifier.notify({})
