"""Accounts, their sessions, and what each role may."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    collate,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from data_access.schema.base import (
    MOMENT,
    belongs,
    filled,
    impersonal,
    metadata,
    optional,
    programme_key,
    refers,
    required,
    row_key,
)

app_user = Table(
    "app_user",
    metadata,
    programme_key(),
    row_key("Key of the account."),
    required("name", Text, "The person's name."),
    optional(
        "email",
        Text,
        "E-mail address, by which an invited person is known at the first sign-in; null: the"
        " groups let the person in, and no provider vouches for an address.",
    ),
    required("role", Text, "team_lead, director, board, researcher or admin."),
    optional("unit", Text, "The unit whose points' money a team leader sees; null: none."),
    optional(
        "issuer",
        Text,
        "The OpenID provider that vouches for the person; null before the first sign-in.",
    ),
    optional("subject", Text, "The provider's name for the person, which never changes."),
    required(
        "role_from",
        Text,
        "invitation, or groups: the provider's groups give the role at each sign-in.",
        server_default="invitation",
    ),
    required("is_active", Boolean, "Whether the account may be used.", server_default="true"),
    required(
        "invited_at",
        MOMENT,
        "When the account was made.",
        server_default=text("clock_timestamp()"),
    ),
    required("invited_by", Text, "Who made it.", server_default=text("current_actor()")),
    belongs(),
    UniqueConstraint("programme_id", "issuer", "subject"),
    filled("name"),
    CheckConstraint("email is not null or role_from = 'groups'", name="email_known"),
    CheckConstraint("email ~ '^[^@[:space:]]+@[^@[:space:]]+$'", name="email_shaped"),
    CheckConstraint(
        "role in ('team_lead', 'director', 'board', 'researcher', 'admin')", name="role_known"
    ),
    CheckConstraint("role_from in ('invitation', 'groups')", name="role_from_known"),
    CheckConstraint("(issuer is null) = (subject is null)", name="identity_whole"),
    filled("unit"),
    impersonal("name"),
    impersonal("email"),
    comment="An account: a person who may sign in, and as what.",
)
Index(
    "uq_app_user_email_caseless",
    app_user.c.programme_id,
    func.lower(collate(app_user.c.email, "C")),
    unique=True,
)

app_session = Table(
    "app_session",
    metadata,
    programme_key(),
    row_key("Key of the session."),
    required("user_id", BigInteger, "Whose it is."),
    required(
        "key_digest",
        LargeBinary,
        "SHA-256 of the key that only the signed-in browser's cookie gives.",
        unique=True,
    ),
    required("provider", Text, "Name of the provider in the settings."),
    optional("address", Text, "The network that it came from: an address without its last part."),
    required(
        "started_at",
        MOMENT,
        "When the person signed in.",
        server_default=text("clock_timestamp()"),
    ),
    required(
        "last_seen_at",
        MOMENT,
        "When it was last used, to the minute.",
        server_default=text("clock_timestamp()"),
    ),
    required("idle_minutes", Integer, "After so long without use it ends."),
    required("expires_at", MOMENT, "When it ends however much it is used."),
    optional("ended_at", MOMENT, "When it ended; null while it lasts."),
    optional("ended_why", Text, "signed_out, idle, expired, ended_by_admin or account_changed."),
    belongs(),
    refers("user_id", "app_user", "id"),
    CheckConstraint("idle_minutes > 0", name="idle_minutes_positive"),
    CheckConstraint("(ended_at is null) = (ended_why is null)", name="ended_whole"),
    CheckConstraint(
        "ended_why in ('signed_out', 'idle', 'expired', 'ended_by_admin', 'account_changed')",
        name="ended_why_known",
    ),
    Index("ix_app_session_user", "programme_id", "user_id"),
    comment="A sign-in, from then until it ends; looked at in every run of every page.",
)

draft = Table(
    "draft",
    metadata,
    programme_key(),
    Column("user_id", BigInteger, primary_key=True, comment="Whose it is."),
    Column("subject", Text, primary_key=True, comment="The form, and what it is about."),
    required("content", JSONB, "The fields, by name."),
    required(
        "saved_at",
        MOMENT,
        "When it was last changed.",
        server_default=text("clock_timestamp()"),
    ),
    refers("user_id", "app_user", "id"),
    filled("subject"),
    CheckConstraint("is_free_of_identity_numbers(content::text)", name="content_impersonal"),
    CheckConstraint("length(content::text) <= 50000", name="content_size"),
    comment="What somebody has typed and not yet saved; seen by that person alone.",
)

reminder_sent = Table(
    "reminder_sent",
    metadata,
    programme_key(),
    row_key("Key of the row."),
    required("user_id", BigInteger, "Who was reminded."),
    required("key", Text, "What was due: its kind, its subject and its date."),
    required(
        "sent_at",
        MOMENT,
        "When the mail server took the letter.",
        server_default=text("clock_timestamp()"),
    ),
    refers("user_id", "app_user", "id"),
    UniqueConstraint("programme_id", "user_id", "key"),
    comment="What somebody has been reminded of, so that it is said once.",
)

role_right = Table(
    "role_right",
    metadata,
    Column("role", Text, primary_key=True, comment="The role."),
    Column("action", Text, primary_key=True, comment="What it may see or do."),
    comment="What each role may do: the same as domain/access.py.",
)
