"""The board's meetings, what they were given to read, and what their members ask."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from data_access.schema.base import (
    MOMENT,
    belongs,
    fact_columns,
    filled,
    impersonal,
    metadata,
    optional,
    programme_key,
    refers,
    required,
    row_key,
)


def _short(column: str, most: int) -> CheckConstraint:
    return CheckConstraint(f"length({column}) <= {most}", name=f"{column}_size")


meeting = Table(
    "meeting",
    metadata,
    programme_key(),
    row_key("Key of the meeting."),
    required("held_on", Date, "The day of the meeting."),
    required("title", Text, "Whose meeting it is, as its papers call it."),
    optional(
        "diarienummer",
        Text,
        "The number of the matter in the register; null: not given yet, as only a planned meeting"
        " may be.",
    ),
    optional("agenda", Text, "The agenda as plain text, a line an item; null likewise."),
    required(
        "subjects", ARRAY(Text), "What is shown of the programme, in the order of the agenda."
    ),
    required("state", Text, "planned, open or closed.", server_default="planned"),
    optional(
        "as_of",
        MOMENT,
        "The moment to which was known what the meeting was shown: that of its latest pack,"
        " else of its closing. Null until it is closed.",
    ),
    required("changed_by", Text, "Who changed it last.", server_default=text("current_actor()")),
    required(
        "changed_at",
        MOMENT,
        "When it was changed last.",
        server_default=text("writing_moment()"),
    ),
    belongs(),
    UniqueConstraint("programme_id", "held_on", "title"),
    filled("title"),
    _short("title", 120),
    impersonal("title"),
    filled("diarienummer"),
    _short("diarienummer", 40),
    impersonal("diarienummer"),
    filled("agenda"),
    _short("agenda", 4000),
    impersonal("agenda"),
    CheckConstraint("cardinality(subjects) > 0", name="subjects_some"),
    CheckConstraint(
        "subjects <@ array['overview', 'changes', 'points', 'activities', 'money', 'questions']",
        name="subjects_known",
    ),
    CheckConstraint("state in ('planned', 'open', 'closed')", name="state_known"),
    CheckConstraint("(as_of is null) = (state <> 'closed')", name="as_of_closed"),
    CheckConstraint(
        "state = 'planned' or (diarienummer is not null and agenda is not null)",
        name="papers_complete",
    ),
    comment="A meeting of the board.",
)

meeting_pack = Table(
    "meeting_pack",
    metadata,
    programme_key(),
    row_key("Key of the pack."),
    required("meeting_id", BigInteger, "The meeting that it is for."),
    required(
        "version", SmallInteger, "1, and more for each that takes the place of the one before."
    ),
    required("fingerprint", Text, "SHA-256 of the content, in hexadecimal digits."),
    required("content", Text, "The content as canonical JSON (RFC 8785)."),
    required("as_of", MOMENT, "The moment to which its figures were known."),
    optional("replaces", Text, "The fingerprint of the version whose place it takes."),
    required(
        "digests",
        JSONB,
        "SHA-256 of each file as it was first made, by its name, and the version of the program.",
    ),
    required(
        "is_public",
        Boolean,
        "Whether its files can be read by whoever has the link.",
        server_default="false",
    ),
    required("made_at", MOMENT, "When it was made.", server_default=text("writing_moment()")),
    required("made_by", Text, "Who made it.", server_default=text("current_actor()")),
    refers("meeting_id", "meeting", "id"),
    UniqueConstraint("fingerprint"),
    UniqueConstraint("programme_id", "meeting_id", "version"),
    CheckConstraint("version > 0", name="version_positive"),
    CheckConstraint(
        "fingerprint = encode(sha256(convert_to(content, 'UTF8')), 'hex')",
        name="fingerprint_true",
    ),
    CheckConstraint("octet_length(content) <= 5000000", name="content_size"),
    CheckConstraint("replaces ~ '^[0-9a-f]{64}$'", name="replaces_shaped"),
    CheckConstraint("(replaces is null) = (version = 1)", name="replaces_later"),
    comment="What a meeting was given to read: content that never changes, from which the files"
    " are made.",
)

board_question = Table(
    "board_question",
    metadata,
    programme_key(),
    row_key("Key of the question."),
    optional("point_number", SmallInteger, "The point that it is about; null: a figure."),
    optional("figure", Text, "The figure that it is about, by its code; null: a point."),
    required(
        "told", Text, "What the figure or the point told, in words, as the question was asked."
    ),
    required("as_of", MOMENT, "The moment to which that was known."),
    required("question", Text, "What is asked. Never about an individual."),
    *fact_columns(),
    belongs(),
    refers("point_number", "point", "number"),
    CheckConstraint("(point_number is null) <> (figure is null)", name="about_one"),
    filled("figure"),
    filled("told"),
    _short("told", 300),
    impersonal("told"),
    filled("question"),
    _short("question", 1000),
    impersonal("question"),
    CheckConstraint("as_of <= recorded_at", name="as_of_known"),
    comment="What a member of the board asks of a figure or a point, as it was seen then: a fact.",
)

question_handling = Table(
    "question_handling",
    metadata,
    programme_key(),
    row_key("Key of the row."),
    required("question_id", BigInteger, "The question."),
    optional("owner_id", BigInteger, "The account of who answers; null: told by name only."),
    required("owner", Text, "The name of who answers, as it was then."),
    required("due_on", Date, "The day by which it is answered."),
    optional("answer", Text, "The answer; null until there is one. Never about an individual."),
    *fact_columns(),
    belongs(),
    refers("question_id", "board_question", "id"),
    refers("owner_id", "app_user", "id"),
    filled("owner"),
    impersonal("owner"),
    filled("answer"),
    _short("answer", 4000),
    impersonal("answer"),
    Index(
        "uq_question_handling_standing",
        "programme_id",
        "question_id",
        unique=True,
        postgresql_where=text("withdrawn_at is null"),
    ),
    comment="Who answers a question, by when, and the answer once there is one: a fact.",
)
