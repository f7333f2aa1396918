"""How a message leaves: its form, its addresses, and its way to the mail server or into the outbox."""
