-- The tables as of the first release.

CREATE TABLE activity_month (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    month DATE NOT NULL,
    area_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    target_group TEXT NOT NULL,
    point_number SMALLINT,
    occasions BIGINT NOT NULL,
    participants BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    uncounted BIGINT NOT NULL,
    CONSTRAINT pk_activity_month PRIMARY KEY (id, programme_id),
    CONSTRAINT ck_activity_month_month_first_of_month CHECK (extract(day from month) = 1)
);
CREATE INDEX ix_activity_month_cell ON activity_month (programme_id, month, area_code, target_group, kind, point_number);
COMMENT ON TABLE activity_month IS 'Summary of the activities, kept by triggers; the sum over its rows equals the log.';
COMMENT ON COLUMN activity_month.id IS 'Key of the row. A cell may have several rows: a writer never waits for another.';
COMMENT ON COLUMN activity_month.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN activity_month.month IS 'First day of the month.';
COMMENT ON COLUMN activity_month.area_code IS 'The area as it was registered.';
COMMENT ON COLUMN activity_month.kind IS 'The kind of activity.';
COMMENT ON COLUMN activity_month.target_group IS 'The target group.';
COMMENT ON COLUMN activity_month.point_number IS 'The point, where one was named.';
COMMENT ON COLUMN activity_month.occasions IS 'Sum of occasions of the standing entries.';
COMMENT ON COLUMN activity_month.participants IS 'Sum of participants where they were counted.';
COMMENT ON COLUMN activity_month.minutes IS 'Sum of minutes where they were told.';
COMMENT ON COLUMN activity_month.entries IS 'Number of standing entries.';
COMMENT ON COLUMN activity_month.uncounted IS 'Number of entries without a count of participants.';

CREATE TABLE audit_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    actor TEXT NOT NULL,
    login TEXT NOT NULL,
    transaction TEXT NOT NULL,
    action TEXT NOT NULL,
    table_name TEXT NOT NULL,
    programme_id INTEGER,
    row_count BIGINT NOT NULL,
    changes JSONB,
    CONSTRAINT pk_audit_event PRIMARY KEY (id),
    CONSTRAINT ck_audit_event_action_known CHECK (action in ('insert', 'update', 'delete', 'truncate'))
);
CREATE INDEX ix_audit_event_at ON audit_event (at);
COMMENT ON TABLE audit_event IS 'What was written, by whom; kept by triggers, for every client.';
COMMENT ON COLUMN audit_event.id IS 'Key of the event.';
COMMENT ON COLUMN audit_event.at IS 'When.';
COMMENT ON COLUMN audit_event.actor IS 'The person of the application, else the database login.';
COMMENT ON COLUMN audit_event.login IS 'The database login of the connection.';
COMMENT ON COLUMN audit_event.transaction IS 'The transaction that it was part of.';
COMMENT ON COLUMN audit_event.action IS 'insert, update, delete or truncate.';
COMMENT ON COLUMN audit_event.table_name IS 'The table that was written.';
COMMENT ON COLUMN audit_event.programme_id IS 'The programme, where the rows belong to a single one.';
COMMENT ON COLUMN audit_event.row_count IS 'How many rows the statement touched.';
COMMENT ON COLUMN audit_event.changes IS 'The rows before and after; null for an insert of more than a hundred rows, which bear their own time and writer.';

CREATE TABLE programme (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    is_example BOOLEAN DEFAULT 'false' NOT NULL,
    CONSTRAINT pk_programme PRIMARY KEY (id),
    CONSTRAINT ck_programme_code_plain CHECK (code ~ '^[a-z][a-z0-9-]*$'),
    CONSTRAINT ck_programme_name_filled CHECK (btrim(name) <> ''),
    CONSTRAINT ck_programme_days_in_order CHECK (ends_on >= starts_on),
    CONSTRAINT uq_programme_code UNIQUE (code)
);
COMMENT ON TABLE programme IS 'A safety programme: the owner of every other row.';
COMMENT ON COLUMN programme.id IS 'Key of the programme.';
COMMENT ON COLUMN programme.code IS 'Short name used in settings.';
COMMENT ON COLUMN programme.name IS 'Name shown to the reader.';
COMMENT ON COLUMN programme.starts_on IS 'First day; nothing is recorded before it.';
COMMENT ON COLUMN programme.ends_on IS 'Last day; null while none is decided.';
COMMENT ON COLUMN programme.is_example IS 'Whether the figures are made up.';

CREATE TABLE revision (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    table_name TEXT NOT NULL,
    CONSTRAINT pk_revision PRIMARY KEY (id)
);
COMMENT ON TABLE revision IS 'A row for each writing statement. Highest id and count together tell a state apart.';
COMMENT ON COLUMN revision.id IS 'Rises with each writing statement.';
COMMENT ON COLUMN revision.table_name IS 'The table that was written.';

CREATE TABLE revision_base (
    "only" BOOLEAN DEFAULT 'true' NOT NULL,
    folded BIGINT NOT NULL,
    CONSTRAINT pk_revision_base PRIMARY KEY ("only"),
    CONSTRAINT ck_revision_base_one_row CHECK ("only")
);
COMMENT ON TABLE revision_base IS 'Keeps the count when old revision rows are folded away, so that reading stays fast.';
COMMENT ON COLUMN revision_base.only IS 'Always true.';
COMMENT ON COLUMN revision_base.folded IS 'Revision rows that were counted and removed.';

CREATE TABLE activity_kind (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    concerns_individuals BOOLEAN DEFAULT 'false' NOT NULL,
    position SMALLINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_activity_kind PRIMARY KEY (programme_id, code),
    CONSTRAINT fk_activity_kind_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id),
    CONSTRAINT ck_activity_kind_name_filled CHECK (btrim(name) <> '')
);
COMMENT ON TABLE activity_kind IS 'What sort of activity it is.';
COMMENT ON COLUMN activity_kind.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN activity_kind.code IS 'Code of the kind.';
COMMENT ON COLUMN activity_kind.name IS 'Name shown to the reader.';
COMMENT ON COLUMN activity_kind.concerns_individuals IS 'Whether an occasion is about a single person, so that its count is protected too.';
COMMENT ON COLUMN activity_kind.position IS 'Order in which they are shown.';

CREATE TABLE area (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_code TEXT,
    parent_level TEXT GENERATED ALWAYS AS (CASE level WHEN 'primaromrade'::text THEN 'mellanomrade'::text WHEN 'mellanomrade'::text THEN 'stadsomrade'::text ELSE NULL::text END) STORED,
    lon FLOAT,
    lat FLOAT,
    area_km2 NUMERIC(10, 2),
    geometry JSONB,
    geometry_kind TEXT,
    valid_from DATE DEFAULT '2021-01-01' NOT NULL,
    valid_to DATE,
    CONSTRAINT pk_area PRIMARY KEY (programme_id, code),
    CONSTRAINT fk_area_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id),
    CONSTRAINT uq_area_programme_id_code_level UNIQUE (programme_id, code, level),
    CONSTRAINT fk_area_programme_id_parent_code_parent_level FOREIGN KEY(programme_id, parent_code, parent_level) REFERENCES area (programme_id, code, level),
    CONSTRAINT ck_area_name_filled CHECK (btrim(name) <> ''),
    CONSTRAINT ck_area_level_known CHECK (level in ('stadsomrade', 'mellanomrade', 'primaromrade')),
    CONSTRAINT ck_area_parent_has_level CHECK ((parent_code is null) or (parent_level is not null)),
    CONSTRAINT ck_area_geometry_with_kind CHECK (geometry_kind in ('schematic', 'official') and geometry is not null or geometry is null and geometry_kind is null),
    CONSTRAINT ck_area_point_on_earth CHECK (lon between -180 and 180 and lat between -90 and 90),
    CONSTRAINT ck_area_area_positive CHECK (area_km2 > 0),
    CONSTRAINT ck_area_days_in_order CHECK (valid_to >= valid_from)
);
COMMENT ON TABLE area IS 'The city''s division into areas.';
COMMENT ON COLUMN area.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN area.code IS 'The city''s code of the area.';
COMMENT ON COLUMN area.name IS 'Name as the city writes it.';
COMMENT ON COLUMN area.level IS 'stadsomrade, mellanomrade (the reporting unit) or primaromrade.';
COMMENT ON COLUMN area.parent_code IS 'The area of the next level that it lies in.';
COMMENT ON COLUMN area.parent_level IS 'The level that the parent must have; follows from the level.';
COMMENT ON COLUMN area.lon IS 'Longitude of a point inside the area, WGS 84.';
COMMENT ON COLUMN area.lat IS 'Latitude of a point inside the area, WGS 84.';
COMMENT ON COLUMN area.area_km2 IS 'Size in square kilometres.';
COMMENT ON COLUMN area.geometry IS 'GeoJSON geometry in WGS 84, simplified for the screen.';
COMMENT ON COLUMN area.geometry_kind IS 'schematic (the project''s own) or official (imported).';
COMMENT ON COLUMN area.valid_from IS 'First day of the division.';
COMMENT ON COLUMN area.valid_to IS 'Last day of the division; null while it is in use.';

CREATE TABLE focus_area (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    name TEXT NOT NULL,
    position SMALLINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_focus_area PRIMARY KEY (programme_id, name),
    CONSTRAINT fk_focus_area_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id),
    CONSTRAINT ck_focus_area_name_filled CHECK (btrim(name) <> '')
);
COMMENT ON TABLE focus_area IS 'A group of points that work towards the same thing.';
COMMENT ON COLUMN focus_area.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN focus_area.name IS 'Name of the focus area.';
COMMENT ON COLUMN focus_area.position IS 'Order in which they are shown.';

CREATE TABLE funding_source (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    funder TEXT NOT NULL,
    amount NUMERIC(14, 2) NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    purpose TEXT NOT NULL,
    conditions TEXT,
    report_by DATE,
    repay_by DATE,
    CONSTRAINT pk_funding_source PRIMARY KEY (programme_id, code),
    CONSTRAINT ck_funding_source_days_in_order CHECK (ends_on >= starts_on),
    CONSTRAINT fk_funding_source_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id),
    CONSTRAINT ck_funding_source_name_filled CHECK (btrim(name) <> ''),
    CONSTRAINT ck_funding_source_amount_not_negative CHECK (amount >= 0)
);
COMMENT ON TABLE funding_source IS 'Money given for a purpose and a period.';
COMMENT ON COLUMN funding_source.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN funding_source.code IS 'Short name used in files.';
COMMENT ON COLUMN funding_source.name IS 'Name shown to the reader.';
COMMENT ON COLUMN funding_source.funder IS 'Who gives the money.';
COMMENT ON COLUMN funding_source.amount IS 'What was given for the whole period, SEK.';
COMMENT ON COLUMN funding_source.starts_on IS 'First day.';
COMMENT ON COLUMN funding_source.ends_on IS 'Last day.';
COMMENT ON COLUMN funding_source.purpose IS 'What it may be used for.';
COMMENT ON COLUMN funding_source.conditions IS 'What is asked in return.';
COMMENT ON COLUMN funding_source.report_by IS 'Last day to report its use.';
COMMENT ON COLUMN funding_source.repay_by IS 'Last day to repay what is unused; null: it is not repaid.';

CREATE TABLE import_batch (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    already_present INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    recorded_by TEXT DEFAULT current_actor() NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_import_batch PRIMARY KEY (programme_id, id),
    CONSTRAINT fk_import_batch_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id),
    CONSTRAINT ck_import_batch_kind_known CHECK (kind in ('points', 'activities', 'ledger', 'budget')),
    CONSTRAINT ck_import_batch_file_name_filled CHECK (btrim(file_name) <> ''),
    CONSTRAINT ck_import_batch_sha256_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ck_import_batch_rows_add_up CHECK (accepted + already_present + rejected = rows_read),
    CONSTRAINT ck_import_batch_rows_not_negative CHECK (least(accepted, already_present, rejected) >= 0)
);
CREATE INDEX ix_import_batch_file ON import_batch (programme_id, kind, sha256);
COMMENT ON TABLE import_batch IS 'A file that was read in, and how it went.';
COMMENT ON COLUMN import_batch.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN import_batch.id IS 'Key of the batch.';
COMMENT ON COLUMN import_batch.kind IS 'points, activities, ledger or budget.';
COMMENT ON COLUMN import_batch.file_name IS 'Name of the file, without its folder.';
COMMENT ON COLUMN import_batch.sha256 IS 'Fingerprint of the file''s bytes, hexadecimal.';
COMMENT ON COLUMN import_batch.rows_read IS 'Rows with data in the file.';
COMMENT ON COLUMN import_batch.accepted IS 'Rows that were written.';
COMMENT ON COLUMN import_batch.already_present IS 'Rows that were there before and were left.';
COMMENT ON COLUMN import_batch.rejected IS 'Rows with faults, which were not written.';
COMMENT ON COLUMN import_batch.recorded_by IS 'Who read it in.';
COMMENT ON COLUMN import_batch.recorded_at IS 'When.';

CREATE TABLE partner (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT pk_partner PRIMARY KEY (programme_id, code),
    CONSTRAINT fk_partner_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id),
    CONSTRAINT ck_partner_name_filled CHECK (btrim(name) <> '')
);
COMMENT ON TABLE partner IS 'An organisation that the programme works with.';
COMMENT ON COLUMN partner.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN partner.code IS 'Code of the partner.';
COMMENT ON COLUMN partner.name IS 'Name shown to the reader.';

CREATE TABLE target_group (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    position SMALLINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_target_group PRIMARY KEY (programme_id, code),
    CONSTRAINT fk_target_group_programme_id FOREIGN KEY(programme_id) REFERENCES programme (id),
    CONSTRAINT ck_target_group_name_filled CHECK (btrim(name) <> '')
);
COMMENT ON TABLE target_group IS 'Whom the work is for, seen from how far into crime they are.';
COMMENT ON COLUMN target_group.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN target_group.code IS 'Code of the target group.';
COMMENT ON COLUMN target_group.name IS 'Name in full.';
COMMENT ON COLUMN target_group.short_name IS 'Name in charts and filters.';
COMMENT ON COLUMN target_group.position IS 'Order in which they are shown.';

CREATE TABLE area_population (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    area_code TEXT NOT NULL,
    on_date DATE NOT NULL,
    age_group TEXT NOT NULL,
    population INTEGER NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_area_population PRIMARY KEY (programme_id, area_code, on_date, age_group),
    CONSTRAINT fk_area_population_programme_id_area_code FOREIGN KEY(programme_id, area_code) REFERENCES area (programme_id, code),
    CONSTRAINT ck_area_population_population_not_negative CHECK (population >= 0)
);
COMMENT ON TABLE area_population IS 'Inhabitants per area, for rates.';
COMMENT ON COLUMN area_population.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN area_population.area_code IS 'The area.';
COMMENT ON COLUMN area_population.on_date IS 'The day that the figure is of.';
COMMENT ON COLUMN area_population.age_group IS 'all, or an interval such as 13-20.';
COMMENT ON COLUMN area_population.population IS 'Number of inhabitants.';
COMMENT ON COLUMN area_population.source IS 'Where the figure comes from.';

CREATE TABLE point (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    number SMALLINT NOT NULL,
    title TEXT NOT NULL,
    short_title TEXT NOT NULL,
    description TEXT,
    problem TEXT,
    focus_area TEXT NOT NULL,
    responsible_unit TEXT,
    starts_on DATE NOT NULL,
    due_on DATE NOT NULL,
    target_groups TEXT[] DEFAULT '{}' NOT NULL,
    area_codes TEXT[] DEFAULT '{}' NOT NULL,
    partners TEXT[] DEFAULT '{}' NOT NULL,
    CONSTRAINT pk_point PRIMARY KEY (programme_id, number),
    CONSTRAINT ck_point_days_in_order CHECK (due_on >= starts_on),
    CONSTRAINT fk_point_programme_id_focus_area FOREIGN KEY(programme_id, focus_area) REFERENCES focus_area (programme_id, name),
    CONSTRAINT ck_point_number_positive CHECK (number > 0),
    CONSTRAINT ck_point_title_filled CHECK (btrim(title) <> ''),
    CONSTRAINT ck_point_short_title_length CHECK (length(short_title) between 1 and 28),
    CONSTRAINT ck_point_short_title_words CHECK (short_title !~ '\S{16}')
);
COMMENT ON TABLE point IS 'One of the programme''s measures.';
COMMENT ON COLUMN point.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN point.number IS 'The number people know it by.';
COMMENT ON COLUMN point.title IS 'What is to be done.';
COMMENT ON COLUMN point.short_title IS 'At most 28 characters, no word over 15: fits a tile.';
COMMENT ON COLUMN point.description IS 'What the measure is.';
COMMENT ON COLUMN point.problem IS 'The problem that it answers (lag 2023:196, lägesbild).';
COMMENT ON COLUMN point.focus_area IS 'The focus area that it belongs to.';
COMMENT ON COLUMN point.responsible_unit IS 'The unit that answers for it.';
COMMENT ON COLUMN point.starts_on IS 'First day.';
COMMENT ON COLUMN point.due_on IS 'Last day.';
COMMENT ON COLUMN point.target_groups IS 'Codes of whom it is for.';
COMMENT ON COLUMN point.area_codes IS 'Codes of where; empty: everywhere.';
COMMENT ON COLUMN point.partners IS 'Codes of who it is done with.';

CREATE TABLE reporting_period (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    area_code TEXT NOT NULL,
    month DATE NOT NULL,
    area_level TEXT DEFAULT 'mellanomrade' NOT NULL,
    state TEXT DEFAULT 'open' NOT NULL,
    due_on DATE NOT NULL,
    changed_by TEXT,
    changed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_reporting_period PRIMARY KEY (programme_id, area_code, month),
    CONSTRAINT fk_reporting_period_programme_id_area_code_area_level FOREIGN KEY(programme_id, area_code, area_level) REFERENCES area (programme_id, code, level),
    CONSTRAINT ck_reporting_period_month_first_of_month CHECK (extract(day from month) = 1),
    CONSTRAINT ck_reporting_period_level_reports CHECK (area_level = 'mellanomrade'),
    CONSTRAINT ck_reporting_period_state_known CHECK (state in ('open', 'submitted', 'approved')),
    CONSTRAINT ck_reporting_period_due_after_month CHECK (due_on > month)
);
COMMENT ON TABLE reporting_period IS 'Whether an area has reported a month: zero is told from silence here.';
COMMENT ON COLUMN reporting_period.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN reporting_period.area_code IS 'The mellanområde.';
COMMENT ON COLUMN reporting_period.month IS 'First day of the month.';
COMMENT ON COLUMN reporting_period.area_level IS 'Always mellanomrade: only the reporting unit reports.';
COMMENT ON COLUMN reporting_period.state IS 'open, submitted or approved.';
COMMENT ON COLUMN reporting_period.due_on IS 'Last day to submit: the fifth working day of the next month.';
COMMENT ON COLUMN reporting_period.changed_by IS 'Who set the state.';
COMMENT ON COLUMN reporting_period.changed_at IS 'When the state was set.';

CREATE TABLE activity (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    occurred_on DATE NOT NULL,
    area_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    target_group TEXT NOT NULL,
    point_number SMALLINT,
    occasions INTEGER DEFAULT '1' NOT NULL,
    participants INTEGER,
    minutes INTEGER,
    partners TEXT[] DEFAULT '{}' NOT NULL,
    note TEXT,
    source_ref TEXT,
    import_batch_id BIGINT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT writing_moment() NOT NULL,
    recorded_by TEXT DEFAULT current_actor() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    CONSTRAINT pk_activity PRIMARY KEY (programme_id, id),
    CONSTRAINT ck_activity_withdrawn_whole CHECK ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    CONSTRAINT ck_activity_withdrawn_after_recorded CHECK (withdrawn_at >= recorded_at),
    CONSTRAINT ck_activity_withdrawn_why_filled CHECK (btrim(withdrawn_why) <> ''),
    CONSTRAINT fk_activity_programme_id_area_code FOREIGN KEY(programme_id, area_code) REFERENCES area (programme_id, code),
    CONSTRAINT fk_activity_programme_id_kind FOREIGN KEY(programme_id, kind) REFERENCES activity_kind (programme_id, code),
    CONSTRAINT fk_activity_programme_id_target_group FOREIGN KEY(programme_id, target_group) REFERENCES target_group (programme_id, code),
    CONSTRAINT fk_activity_programme_id_point_number FOREIGN KEY(programme_id, point_number) REFERENCES point (programme_id, number),
    CONSTRAINT fk_activity_programme_id_import_batch_id FOREIGN KEY(programme_id, import_batch_id) REFERENCES import_batch (programme_id, id),
    CONSTRAINT ck_activity_occasions_range CHECK (occasions between 1 and 1000),
    CONSTRAINT ck_activity_participants_range CHECK (participants between 0 and 5000),
    CONSTRAINT ck_activity_minutes_range CHECK (minutes between 0 and 1440 * occasions)
);
CREATE INDEX ix_activity_day ON activity (programme_id, occurred_on);
CREATE INDEX ix_activity_point ON activity (programme_id, point_number);
CREATE INDEX ix_activity_ref ON activity (programme_id, source_ref);
CREATE UNIQUE INDEX uq_activity_source_ref ON activity (programme_id, source_ref) WHERE withdrawn_at is null and source_ref is not null;
COMMENT ON TABLE activity IS 'Something that the team has done, as counts: a fact.';
COMMENT ON COLUMN activity.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN activity.id IS 'Key of the entry.';
COMMENT ON COLUMN activity.occurred_on IS 'The day it was done.';
COMMENT ON COLUMN activity.area_code IS 'Where: a mellanområde, or a primärområde within it.';
COMMENT ON COLUMN activity.kind IS 'What sort of activity.';
COMMENT ON COLUMN activity.target_group IS 'For whom.';
COMMENT ON COLUMN activity.point_number IS 'The point that it is part of.';
COMMENT ON COLUMN activity.occasions IS 'Number of times.';
COMMENT ON COLUMN activity.participants IS 'How many took part, all times together; null: not counted.';
COMMENT ON COLUMN activity.minutes IS 'Working time in minutes; null: not told.';
COMMENT ON COLUMN activity.partners IS 'Codes of who it was done with.';
COMMENT ON COLUMN activity.note IS 'Free text, never about an individual.';
COMMENT ON COLUMN activity.source_ref IS 'The entry''s name in the system it comes from.';
COMMENT ON COLUMN activity.import_batch_id IS 'The file that it came with.';
COMMENT ON COLUMN activity.recorded_at IS 'When the database got to know it; set by the database, one moment a transaction.';
COMMENT ON COLUMN activity.recorded_by IS 'Who told it: the person of the application, else the database login.';
COMMENT ON COLUMN activity.withdrawn_at IS 'When it was withdrawn; null while it stands.';
COMMENT ON COLUMN activity.withdrawn_by IS 'Who withdrew it.';
COMMENT ON COLUMN activity.withdrawn_why IS 'Why it was withdrawn.';

CREATE TABLE budget_line (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    source_code TEXT NOT NULL,
    point_number SMALLINT,
    year SMALLINT NOT NULL,
    month SMALLINT,
    account_group TEXT,
    amount NUMERIC(14, 2) NOT NULL,
    note TEXT,
    source_ref TEXT,
    import_batch_id BIGINT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT writing_moment() NOT NULL,
    recorded_by TEXT DEFAULT current_actor() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    CONSTRAINT pk_budget_line PRIMARY KEY (programme_id, id),
    CONSTRAINT ck_budget_line_withdrawn_whole CHECK ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    CONSTRAINT ck_budget_line_withdrawn_after_recorded CHECK (withdrawn_at >= recorded_at),
    CONSTRAINT ck_budget_line_withdrawn_why_filled CHECK (btrim(withdrawn_why) <> ''),
    CONSTRAINT fk_budget_line_programme_id_source_code FOREIGN KEY(programme_id, source_code) REFERENCES funding_source (programme_id, code),
    CONSTRAINT fk_budget_line_programme_id_point_number FOREIGN KEY(programme_id, point_number) REFERENCES point (programme_id, number),
    CONSTRAINT fk_budget_line_programme_id_import_batch_id FOREIGN KEY(programme_id, import_batch_id) REFERENCES import_batch (programme_id, id),
    CONSTRAINT ck_budget_line_amount_not_negative CHECK (amount >= 0),
    CONSTRAINT ck_budget_line_year_range CHECK (year between 2000 and 2100),
    CONSTRAINT ck_budget_line_month_range CHECK (month between 1 and 12)
);
CREATE INDEX ix_budget_line_source ON budget_line (programme_id, source_code, year);
CREATE UNIQUE INDEX uq_budget_line_source_ref ON budget_line (programme_id, source_ref) WHERE withdrawn_at is null and source_ref is not null;
COMMENT ON TABLE budget_line IS 'What is planned to be used: a fact.';
COMMENT ON COLUMN budget_line.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN budget_line.id IS 'Key of the line.';
COMMENT ON COLUMN budget_line.source_code IS 'The source.';
COMMENT ON COLUMN budget_line.point_number IS 'The point; null: not divided by points.';
COMMENT ON COLUMN budget_line.year IS 'Calendar year.';
COMMENT ON COLUMN budget_line.month IS '1-12; null: the whole year.';
COMMENT ON COLUMN budget_line.account_group IS 'Group of accounts; null: all.';
COMMENT ON COLUMN budget_line.amount IS 'SEK.';
COMMENT ON COLUMN budget_line.note IS 'What is meant.';
COMMENT ON COLUMN budget_line.source_ref IS 'The line''s name in the file it comes from.';
COMMENT ON COLUMN budget_line.import_batch_id IS 'The file that it came with.';
COMMENT ON COLUMN budget_line.recorded_at IS 'When the database got to know it; set by the database, one moment a transaction.';
COMMENT ON COLUMN budget_line.recorded_by IS 'Who told it: the person of the application, else the database login.';
COMMENT ON COLUMN budget_line.withdrawn_at IS 'When it was withdrawn; null while it stands.';
COMMENT ON COLUMN budget_line.withdrawn_by IS 'Who withdrew it.';
COMMENT ON COLUMN budget_line.withdrawn_why IS 'Why it was withdrawn.';

CREATE TABLE forecast (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    source_code TEXT NOT NULL,
    point_number SMALLINT,
    made_on DATE NOT NULL,
    year SMALLINT NOT NULL,
    amount NUMERIC(14, 2) NOT NULL,
    reason TEXT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT writing_moment() NOT NULL,
    recorded_by TEXT DEFAULT current_actor() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    CONSTRAINT pk_forecast PRIMARY KEY (programme_id, id),
    CONSTRAINT ck_forecast_withdrawn_whole CHECK ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    CONSTRAINT ck_forecast_withdrawn_after_recorded CHECK (withdrawn_at >= recorded_at),
    CONSTRAINT ck_forecast_withdrawn_why_filled CHECK (btrim(withdrawn_why) <> ''),
    CONSTRAINT fk_forecast_programme_id_source_code FOREIGN KEY(programme_id, source_code) REFERENCES funding_source (programme_id, code),
    CONSTRAINT fk_forecast_programme_id_point_number FOREIGN KEY(programme_id, point_number) REFERENCES point (programme_id, number),
    CONSTRAINT ck_forecast_amount_not_negative CHECK (amount >= 0),
    CONSTRAINT ck_forecast_year_range CHECK (year between 2000 and 2100)
);
CREATE INDEX ix_forecast_source ON forecast (programme_id, source_code, year);
COMMENT ON TABLE forecast IS 'Somebody''s judgement of what will be used: a fact.';
COMMENT ON COLUMN forecast.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN forecast.id IS 'Key of the forecast.';
COMMENT ON COLUMN forecast.source_code IS 'The source.';
COMMENT ON COLUMN forecast.point_number IS 'The point; null: the whole source.';
COMMENT ON COLUMN forecast.made_on IS 'The day of the judgement.';
COMMENT ON COLUMN forecast.year IS 'The calendar year that it is of.';
COMMENT ON COLUMN forecast.amount IS 'What is thought to be used in the year, SEK.';
COMMENT ON COLUMN forecast.reason IS 'Why.';
COMMENT ON COLUMN forecast.recorded_at IS 'When the database got to know it; set by the database, one moment a transaction.';
COMMENT ON COLUMN forecast.recorded_by IS 'Who told it: the person of the application, else the database login.';
COMMENT ON COLUMN forecast.withdrawn_at IS 'When it was withdrawn; null while it stands.';
COMMENT ON COLUMN forecast.withdrawn_by IS 'Who withdrew it.';
COMMENT ON COLUMN forecast.withdrawn_why IS 'Why it was withdrawn.';

CREATE TABLE indicator (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    point_number SMALLINT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    unit TEXT NOT NULL,
    higher_is_better BOOLEAN NOT NULL,
    baseline NUMERIC,
    target NUMERIC,
    target_date DATE,
    source TEXT NOT NULL,
    CONSTRAINT pk_indicator PRIMARY KEY (programme_id, id),
    CONSTRAINT fk_indicator_programme_id_point_number FOREIGN KEY(programme_id, point_number) REFERENCES point (programme_id, number),
    CONSTRAINT ck_indicator_name_filled CHECK (btrim(name) <> '')
);
CREATE INDEX ix_indicator_point ON indicator (programme_id, point_number);
COMMENT ON TABLE indicator IS 'A measure of what a point leads to.';
COMMENT ON COLUMN indicator.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN indicator.id IS 'Key of the indicator.';
COMMENT ON COLUMN indicator.point_number IS 'The point whose effect it measures.';
COMMENT ON COLUMN indicator.name IS 'Name shown to the reader.';
COMMENT ON COLUMN indicator.definition IS 'How it is measured.';
COMMENT ON COLUMN indicator.unit IS 'Unit of the values.';
COMMENT ON COLUMN indicator.higher_is_better IS 'The direction in which it should go.';
COMMENT ON COLUMN indicator.baseline IS 'Value before the measure.';
COMMENT ON COLUMN indicator.target IS 'Value to reach.';
COMMENT ON COLUMN indicator.target_date IS 'When the target should be reached.';
COMMENT ON COLUMN indicator.source IS 'Where the values come from.';

CREATE TABLE ledger_entry (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    source_code TEXT NOT NULL,
    point_number SMALLINT,
    booked_on DATE NOT NULL,
    account TEXT NOT NULL,
    cost_centre TEXT,
    amount NUMERIC(14, 2) NOT NULL,
    voucher TEXT NOT NULL,
    text TEXT,
    source_ref TEXT,
    import_batch_id BIGINT,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT writing_moment() NOT NULL,
    recorded_by TEXT DEFAULT current_actor() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    CONSTRAINT pk_ledger_entry PRIMARY KEY (programme_id, id),
    CONSTRAINT ck_ledger_entry_withdrawn_whole CHECK ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    CONSTRAINT ck_ledger_entry_withdrawn_after_recorded CHECK (withdrawn_at >= recorded_at),
    CONSTRAINT ck_ledger_entry_withdrawn_why_filled CHECK (btrim(withdrawn_why) <> ''),
    CONSTRAINT fk_ledger_entry_programme_id_source_code FOREIGN KEY(programme_id, source_code) REFERENCES funding_source (programme_id, code),
    CONSTRAINT fk_ledger_entry_programme_id_point_number FOREIGN KEY(programme_id, point_number) REFERENCES point (programme_id, number),
    CONSTRAINT fk_ledger_entry_programme_id_import_batch_id FOREIGN KEY(programme_id, import_batch_id) REFERENCES import_batch (programme_id, id),
    CONSTRAINT ck_ledger_entry_amount_not_zero CHECK (amount <> 0),
    CONSTRAINT ck_ledger_entry_account_digits CHECK (account ~ '^[0-9]{1,12}$'),
    CONSTRAINT ck_ledger_entry_voucher_filled CHECK (btrim(voucher) <> '')
);
CREATE INDEX ix_ledger_entry_point ON ledger_entry (programme_id, point_number);
CREATE INDEX ix_ledger_entry_ref ON ledger_entry (programme_id, source_ref);
CREATE INDEX ix_ledger_entry_source ON ledger_entry (programme_id, source_code, booked_on);
CREATE UNIQUE INDEX uq_ledger_entry_source_ref ON ledger_entry (programme_id, source_ref) WHERE withdrawn_at is null and source_ref is not null;
COMMENT ON TABLE ledger_entry IS 'What has been booked: a fact.';
COMMENT ON COLUMN ledger_entry.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN ledger_entry.id IS 'Key of the entry.';
COMMENT ON COLUMN ledger_entry.source_code IS 'The source that pays.';
COMMENT ON COLUMN ledger_entry.point_number IS 'The point that it pays for.';
COMMENT ON COLUMN ledger_entry.booked_on IS 'Booking date.';
COMMENT ON COLUMN ledger_entry.account IS 'Account number.';
COMMENT ON COLUMN ledger_entry.cost_centre IS 'Cost centre (ansvar).';
COMMENT ON COLUMN ledger_entry.amount IS 'SEK; a cost is positive, a repayment negative.';
COMMENT ON COLUMN ledger_entry.voucher IS 'Voucher number.';
COMMENT ON COLUMN ledger_entry.text IS 'Text of the booking.';
COMMENT ON COLUMN ledger_entry.source_ref IS 'The entry''s name in the finance system.';
COMMENT ON COLUMN ledger_entry.import_batch_id IS 'The file that it came with.';
COMMENT ON COLUMN ledger_entry.recorded_at IS 'When the database got to know it; set by the database, one moment a transaction.';
COMMENT ON COLUMN ledger_entry.recorded_by IS 'Who told it: the person of the application, else the database login.';
COMMENT ON COLUMN ledger_entry.withdrawn_at IS 'When it was withdrawn; null while it stands.';
COMMENT ON COLUMN ledger_entry.withdrawn_by IS 'Who withdrew it.';
COMMENT ON COLUMN ledger_entry.withdrawn_why IS 'Why it was withdrawn.';

CREATE TABLE milestone (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    point_number SMALLINT NOT NULL,
    title TEXT NOT NULL,
    due_on DATE NOT NULL,
    done_on DATE,
    CONSTRAINT pk_milestone PRIMARY KEY (programme_id, id),
    CONSTRAINT fk_milestone_programme_id_point_number FOREIGN KEY(programme_id, point_number) REFERENCES point (programme_id, number),
    CONSTRAINT ck_milestone_title_filled CHECK (btrim(title) <> '')
);
CREATE INDEX ix_milestone_point ON milestone (programme_id, point_number);
COMMENT ON TABLE milestone IS 'A dated step of a point.';
COMMENT ON COLUMN milestone.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN milestone.id IS 'Key of the milestone.';
COMMENT ON COLUMN milestone.point_number IS 'The point that it is a step of.';
COMMENT ON COLUMN milestone.title IS 'What should have happened.';
COMMENT ON COLUMN milestone.due_on IS 'The day it should be done.';
COMMENT ON COLUMN milestone.done_on IS 'The day it was done; null until then.';

CREATE TABLE status_report (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    point_number SMALLINT NOT NULL,
    status TEXT NOT NULL,
    progress_percent SMALLINT,
    comment TEXT,
    risk TEXT,
    forecast_date DATE,
    as_of_date DATE NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT writing_moment() NOT NULL,
    recorded_by TEXT DEFAULT current_actor() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    CONSTRAINT pk_status_report PRIMARY KEY (programme_id, id),
    CONSTRAINT ck_status_report_withdrawn_whole CHECK ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    CONSTRAINT ck_status_report_withdrawn_after_recorded CHECK (withdrawn_at >= recorded_at),
    CONSTRAINT ck_status_report_withdrawn_why_filled CHECK (btrim(withdrawn_why) <> ''),
    CONSTRAINT fk_status_report_programme_id_point_number FOREIGN KEY(programme_id, point_number) REFERENCES point (programme_id, number),
    CONSTRAINT ck_status_report_status_known CHECK (status in ('not_started', 'on_plan', 'deviation', 'late', 'done', 'dropped')),
    CONSTRAINT ck_status_report_progress_range CHECK (progress_percent between 0 and 100),
    CONSTRAINT ck_status_report_done_whole CHECK (status <> 'done' or coalesce(progress_percent, 100) = 100)
);
CREATE UNIQUE INDEX uq_status_report_standing ON status_report (programme_id, point_number, as_of_date) WHERE withdrawn_at is null;
COMMENT ON TABLE status_report IS 'What was said of a point, as of a day: a fact.';
COMMENT ON COLUMN status_report.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN status_report.id IS 'Key of the report.';
COMMENT ON COLUMN status_report.point_number IS 'The point that it is about.';
COMMENT ON COLUMN status_report.status IS 'not_started, on_plan, deviation, late, done or dropped.';
COMMENT ON COLUMN status_report.progress_percent IS 'How much is done, 0-100; null: not told.';
COMMENT ON COLUMN status_report.comment IS 'What has happened. Never about an individual.';
COMMENT ON COLUMN status_report.risk IS 'Risk, and help needed. Never about an individual.';
COMMENT ON COLUMN status_report.forecast_date IS 'When it is now thought to be done.';
COMMENT ON COLUMN status_report.as_of_date IS 'The day that the report describes.';
COMMENT ON COLUMN status_report.recorded_at IS 'When the database got to know it; set by the database, one moment a transaction.';
COMMENT ON COLUMN status_report.recorded_by IS 'Who told it: the person of the application, else the database login.';
COMMENT ON COLUMN status_report.withdrawn_at IS 'When it was withdrawn; null while it stands.';
COMMENT ON COLUMN status_report.withdrawn_by IS 'Who withdrew it.';
COMMENT ON COLUMN status_report.withdrawn_why IS 'Why it was withdrawn.';

CREATE TABLE indicator_value (
    programme_id INTEGER DEFAULT default_programme() NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    indicator_id BIGINT NOT NULL,
    area_code TEXT,
    period DATE NOT NULL,
    value NUMERIC NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT writing_moment() NOT NULL,
    recorded_by TEXT DEFAULT current_actor() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_by TEXT,
    withdrawn_why TEXT,
    CONSTRAINT pk_indicator_value PRIMARY KEY (programme_id, id),
    CONSTRAINT ck_indicator_value_withdrawn_whole CHECK ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_why is null)),
    CONSTRAINT ck_indicator_value_withdrawn_after_recorded CHECK (withdrawn_at >= recorded_at),
    CONSTRAINT ck_indicator_value_withdrawn_why_filled CHECK (btrim(withdrawn_why) <> ''),
    CONSTRAINT fk_indicator_value_programme_id_indicator_id FOREIGN KEY(programme_id, indicator_id) REFERENCES indicator (programme_id, id),
    CONSTRAINT fk_indicator_value_programme_id_area_code FOREIGN KEY(programme_id, area_code) REFERENCES area (programme_id, code)
);
CREATE UNIQUE INDEX uq_indicator_value_standing ON indicator_value (programme_id, indicator_id, coalesce(area_code, ''), period) WHERE withdrawn_at is null;
COMMENT ON TABLE indicator_value IS 'A value of an indicator: a fact.';
COMMENT ON COLUMN indicator_value.programme_id IS 'The programme that the row belongs to.';
COMMENT ON COLUMN indicator_value.id IS 'Key of the value.';
COMMENT ON COLUMN indicator_value.indicator_id IS 'The indicator.';
COMMENT ON COLUMN indicator_value.area_code IS 'The area; null: the whole programme.';
COMMENT ON COLUMN indicator_value.period IS 'First day of the period that the value is of.';
COMMENT ON COLUMN indicator_value.value IS 'The value, in the indicator''s unit.';
COMMENT ON COLUMN indicator_value.recorded_at IS 'When the database got to know it; set by the database, one moment a transaction.';
COMMENT ON COLUMN indicator_value.recorded_by IS 'Who told it: the person of the application, else the database login.';
COMMENT ON COLUMN indicator_value.withdrawn_at IS 'When it was withdrawn; null while it stands.';
COMMENT ON COLUMN indicator_value.withdrawn_by IS 'Who withdrew it.';
COMMENT ON COLUMN indicator_value.withdrawn_why IS 'Why it was withdrawn.';

