-- The schema of a redress store, version 4 (PRAGMA user_version).
--
-- A new file is made from this text; an older one gets the steps of migrate.c. Both come
-- to the same tables.
--
-- Times ("_at") are seconds since 1970-01-01T00:00:00Z; NULL where it has not happened.
-- Sizes are octets. Text is UTF-8; '' where there is none. "_folded" is rd_text_fold() of
-- its neighbour: look-ups compare that. Names of enumerations are those of the headers; where
-- rows are written with each mail they are compared one by one, since SQLite makes a table of
-- its own of an IN list at each row.

-- The one key of all tokens and Message-IDs, made with the store.
CREATE TABLE secret (
	id	INTEGER PRIMARY KEY CHECK (id = 1),
	octets	BLOB NOT NULL CHECK (length(octets) = 32)
) STRICT;

-- What the gateway remembers between two runs (memo.h).
CREATE TABLE memo (
	name	TEXT PRIMARY KEY,
	value	TEXT NOT NULL
) STRICT;

-------------------------------------------------------------------------------
-- The ledger: what was taken from a mailbox (ledger.h)

CREATE TABLE mailbox (
	id	INTEGER PRIMARY KEY,
	name	TEXT NOT NULL UNIQUE,		-- URI without secrets
	taken	INTEGER NOT NULL DEFAULT 0	-- rows of the ledger: counting them would be slow
) STRICT;

CREATE TABLE ledger (
	id		INTEGER PRIMARY KEY,
	mailbox_id	INTEGER NOT NULL REFERENCES mailbox,
	uidvalidity	INTEGER NOT NULL,
	uid		TEXT NOT NULL,
	sha256		BLOB CHECK (length(sha256) = 32),	-- NULL: the server gave no octets
	size		INTEGER NOT NULL,
	taken_at	INTEGER NOT NULL,
	state		TEXT NOT NULL
			CHECK (state = 'taken' OR state = 'worked' OR state = 'triage'),
	outcome		TEXT NOT NULL DEFAULT '',		-- one line: what was made of it, or the problem
	attempts	INTEGER NOT NULL DEFAULT 0,		-- how often the gateway ended meanwhile
	put_away	INTEGER NOT NULL DEFAULT 0,		-- 1: moved or flagged on the server
	same_as		INTEGER REFERENCES ledger		-- the row that has these octets
) STRICT;

CREATE UNIQUE INDEX ledger_place ON ledger (mailbox_id, uidvalidity, uid);
CREATE INDEX ledger_octets ON ledger (sha256, mailbox_id);
CREATE INDEX ledger_waiting ON ledger (id) WHERE state = 'taken';
CREATE INDEX ledger_to_put_away ON ledger (mailbox_id, id) WHERE put_away = 0;

-- The octets lie apart, so that reading rows does not read past them.
CREATE TABLE raw (
	ledger_id	INTEGER PRIMARY KEY REFERENCES ledger,
	octets		BLOB NOT NULL
) STRICT;

-------------------------------------------------------------------------------
-- The directory (people.h). It mirrors another system's records, so nothing here
-- or below has a foreign key to a person: a record may come late, or go.

CREATE TABLE homeowner (
	id		TEXT PRIMARY KEY,	-- "HO-1001"
	name		TEXT NOT NULL,
	emails		TEXT NOT NULL,		-- one a line; the first is written to
	phone		TEXT NOT NULL,
	phone_digits	TEXT NOT NULL,		-- rd_text_phone_digits() of phone
	address		TEXT NOT NULL,
	installer_id	TEXT NOT NULL,
	finance		TEXT NOT NULL CHECK (finance IN ('standard', 'beam', 'concert')),
	milestone	TEXT NOT NULL
			CHECK (milestone IN ('unknown', 'none', 'm1', 'm2', 'm3'))
) STRICT, WITHOUT ROWID;

CREATE INDEX homeowner_phone ON homeowner (phone_digits) WHERE phone_digits <> '';

-- Names and streets in the one spelling of words.h, under which a text is looked up.
CREATE TABLE homeowner_key (
	kind		TEXT NOT NULL CHECK (kind IN ('name', 'surname', 'initial', 'street')),
	key		TEXT NOT NULL,
	installer_id	TEXT NOT NULL,		-- so that one installer's customers are a range
	homeowner_id	TEXT NOT NULL REFERENCES homeowner ON DELETE CASCADE,
	PRIMARY KEY (kind, key, installer_id, homeowner_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX homeowner_key_of ON homeowner_key (homeowner_id);

CREATE TABLE homeowner_email (
	email_folded	TEXT NOT NULL,
	homeowner_id	TEXT NOT NULL REFERENCES homeowner ON DELETE CASCADE,
	PRIMARY KEY (email_folded, homeowner_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX homeowner_email_of ON homeowner_email (homeowner_id);

CREATE TABLE installer (
	id			TEXT PRIMARY KEY,	-- "IN-01"
	name			TEXT NOT NULL,
	name_folded		TEXT NOT NULL,
	emails			TEXT NOT NULL,		-- one a line; the first is written to
	domains			TEXT NOT NULL,		-- one a line
	phone			TEXT NOT NULL,
	escalation_name		TEXT NOT NULL,
	escalation_phone	TEXT NOT NULL,
	escalation_email	TEXT NOT NULL,
	account_manager		TEXT NOT NULL		-- e-mail address
) STRICT, WITHOUT ROWID;

CREATE INDEX installer_name ON installer (name_folded) WHERE name_folded <> '';

CREATE TABLE installer_email (
	email_folded	TEXT NOT NULL,
	installer_id	TEXT NOT NULL REFERENCES installer ON DELETE CASCADE,
	PRIMARY KEY (email_folded, installer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX installer_email_of ON installer_email (installer_id);

CREATE TABLE installer_domain (
	domain_folded	TEXT NOT NULL,
	installer_id	TEXT NOT NULL REFERENCES installer ON DELETE CASCADE,
	PRIMARY KEY (domain_folded, installer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX installer_domain_of ON installer_domain (installer_id);

CREATE TABLE staff (
	email_folded	TEXT PRIMARY KEY,
	email		TEXT NOT NULL,
	name		TEXT NOT NULL,
	role		TEXT NOT NULL,
	name_folded	TEXT NOT NULL,
	first_folded	TEXT NOT NULL,	-- first word of the name
	local_folded	TEXT NOT NULL	-- e-mail address up to the "@"
) STRICT, WITHOUT ROWID;

CREATE INDEX staff_role ON staff (role);
CREATE INDEX staff_name ON staff (name_folded);
CREATE INDEX staff_first ON staff (first_folded);
CREATE INDEX staff_local ON staff (local_folded);

-------------------------------------------------------------------------------
-- Cases (case.h)

CREATE TABLE cases (
	id			INTEGER PRIMARY KEY,	-- 1001 is the first; shown as "RD-1001"
	kind			TEXT NOT NULL
				CHECK (kind = 'case' OR kind = 'inquiry' OR kind = 'ticket'),
	procedure		TEXT NOT NULL,
	procedure_version	INTEGER NOT NULL,
	state			TEXT NOT NULL,		-- of the procedure
	state_since		INTEGER,		-- s
	open			INTEGER NOT NULL,	-- 0: closed
	queue			TEXT NOT NULL,
	assignee		TEXT NOT NULL,		-- e-mail address
	primary_reason		TEXT NOT NULL,
	complaints		TEXT NOT NULL,		-- types parted by spaces
	primary_complaint	TEXT NOT NULL,		-- one type: the secondary reason
	description		TEXT NOT NULL,
	subject			TEXT NOT NULL,
	homeowner_id		TEXT NOT NULL,
	installer_id		TEXT NOT NULL,
	contact			TEXT NOT NULL,		-- e-mail address of an unmatched writer
	origin			TEXT NOT NULL,
	handler			TEXT NOT NULL,		-- e-mail address of the forwarding agent
	opened_at		INTEGER,		-- s
	complained_at		INTEGER,		-- s
	closed_at		INTEGER,		-- s
	merged_into		INTEGER REFERENCES cases	-- never itself a merged one
) STRICT;

CREATE INDEX cases_open ON cases (queue) WHERE open = 1;
CREATE INDEX cases_assigned ON cases (assignee) WHERE open = 1 AND assignee <> '';
CREATE INDEX cases_homeowner ON cases (homeowner_id) WHERE homeowner_id <> '';
CREATE INDEX cases_contact ON cases (contact COLLATE NOCASE)
	WHERE contact <> '' AND open = 1 AND homeowner_id = '';
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE fact (
	case_id	INTEGER NOT NULL REFERENCES cases,
	name	TEXT NOT NULL,
	value	TEXT NOT NULL,
	PRIMARY KEY (case_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE label (
	case_id	INTEGER NOT NULL REFERENCES cases,
	label	TEXT NOT NULL,
	PRIMARY KEY (case_id, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
	from_id	INTEGER NOT NULL REFERENCES cases,
	to_id	INTEGER NOT NULL REFERENCES cases,
	how	TEXT NOT NULL,		-- what to_id is to from_id
	PRIMARY KEY (from_id, to_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX link_to ON link (to_id);

CREATE TABLE timer (
	case_id	INTEGER NOT NULL REFERENCES cases,
	name	TEXT NOT NULL,
	due_at	INTEGER NOT NULL,	-- s
	asleep	INTEGER NOT NULL,	-- 1: the case is closed, so it is not due
	PRIMARY KEY (case_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX timer_due ON timer (due_at) WHERE asleep = 0;

-- Closed cases pile up; their timers must not be walked past at every look.
CREATE TRIGGER timer_sleep AFTER UPDATE OF open ON cases WHEN OLD.open <> NEW.open
BEGIN
	UPDATE timer SET asleep = NOT NEW.open WHERE case_id = NEW.id;
END;

CREATE TABLE task (
	id		INTEGER PRIMARY KEY,
	case_id		INTEGER NOT NULL REFERENCES cases,
	name		TEXT NOT NULL,		-- the procedure's: "call-installer"
	title		TEXT NOT NULL,
	body		TEXT NOT NULL,
	assignee	TEXT NOT NULL,		-- e-mail address or queue
	created_at	INTEGER NOT NULL,	-- s
	due_at		INTEGER NOT NULL,	-- s
	mailed_at	INTEGER,		-- s; last time
	done_at		INTEGER,		-- s
	done_by		TEXT NOT NULL,
	mail_at		INTEGER			-- s; when it is mailed next, while it is open
) STRICT;

CREATE INDEX task_case ON task (case_id);
CREATE INDEX task_open ON task (due_at) WHERE done_at IS NULL;
CREATE INDEX task_to_mail ON task (mail_at) WHERE done_at IS NULL;

-- What a reply to the mail of a task is about.
CREATE TABLE task_mail (
	message_id	TEXT PRIMARY KEY,	-- without angle brackets
	task_id		INTEGER NOT NULL REFERENCES task ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX task_mail_task ON task_mail (task_id);

-- The last command that staff gave about a case, and what takes it back (undo.h).
CREATE TABLE undo (
	case_id		INTEGER PRIMARY KEY REFERENCES cases,
	command		TEXT NOT NULL,		-- "#called voicemail"
	cases		TEXT NOT NULL,		-- ids of all cases that it changed, parted by spaces
	mails_after	INTEGER NOT NULL,	-- its mails have greater ids of the outbox than this,
	mails_until	INTEGER NOT NULL,	-- up to this
	inverse		BLOB			-- a changeset of SQLite; NULL: nothing takes it back
) STRICT;

-- What happened to a case, in order of id. A row is never changed or moved.
CREATE TABLE feed (
	id	INTEGER PRIMARY KEY,
	case_id	INTEGER NOT NULL REFERENCES cases,
	at	INTEGER NOT NULL,	-- s
	author	TEXT NOT NULL,		-- e-mail address, or "redress"
	kind	TEXT NOT NULL,
	text	TEXT NOT NULL,
	cause	TEXT NOT NULL
) STRICT;

CREATE INDEX feed_case ON feed (case_id);

-------------------------------------------------------------------------------
-- Mails on their way out (outbox-row.h)

CREATE TABLE outbox (
	id		INTEGER PRIMARY KEY,
	case_id		INTEGER REFERENCES cases,
	template_name	TEXT NOT NULL,
	cause		TEXT NOT NULL,
	message_id	TEXT NOT NULL,
	sender		TEXT NOT NULL,		-- reverse-path
	subject		TEXT NOT NULL,
	state		TEXT NOT NULL
			CHECK (state = 'queued' OR state = 'held' OR state = 'sent' OR
			       state = 'failed' OR state = 'cancelled'),
	reason		TEXT NOT NULL,
	created_at	INTEGER NOT NULL,	-- s
	queued_at	INTEGER,		-- s; made, approved or retried: expiry counts from it
	next_at		INTEGER,		-- s
	attempts	INTEGER NOT NULL,
	sent_at		INTEGER,		-- s
	told		INTEGER NOT NULL	-- 1: its case knows that it was sent or failed
) STRICT;

CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'queued';
CREATE INDEX outbox_stuck ON outbox (state) WHERE state IN ('held', 'failed');
CREATE INDEX outbox_case ON outbox (case_id, created_at);
CREATE INDEX outbox_untold ON outbox (id) WHERE told = 0 AND state IN ('sent', 'failed');

CREATE TABLE outbox_recipient (
	outbox_id	INTEGER NOT NULL REFERENCES outbox,
	position	INTEGER NOT NULL,
	address		TEXT NOT NULL,
	address_folded	TEXT NOT NULL,
	cc		INTEGER NOT NULL,	-- 1: in Cc rather than To
	delivery	TEXT NOT NULL
			CHECK (delivery = 'deferred' OR delivery = 'sent' OR
			       delivery = 'rejected' OR delivery = 'uncertain'),
	code		INTEGER NOT NULL,	-- SMTP reply; 0 none
	detail		TEXT NOT NULL,
	created_at	INTEGER NOT NULL,	-- s; the mail's: budgets count by address and time
	PRIMARY KEY (outbox_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_recipient_address ON outbox_recipient (address_folded, created_at);

CREATE TABLE outbox_raw (
	outbox_id	INTEGER PRIMARY KEY REFERENCES outbox,
	sha256		BLOB NOT NULL CHECK (length(sha256) = 32),
	octets		BLOB NOT NULL
) STRICT;

-------------------------------------------------------------------------------
-- Mails of a case, in and out (mail.h)

CREATE TABLE mail (
	id		INTEGER PRIMARY KEY,
	case_id		INTEGER REFERENCES cases,
	ledger_id	INTEGER REFERENCES ledger,
	outbox_id	INTEGER REFERENCES outbox,
	outgoing	INTEGER NOT NULL,
	message_id	TEXT NOT NULL,
	from_address	TEXT NOT NULL,
	to_addresses	TEXT NOT NULL,		-- parted by ", "
	cc_addresses	TEXT NOT NULL,		-- parted by ", "
	subject		TEXT NOT NULL,
	at		INTEGER,		-- s
	template_name	TEXT NOT NULL,
	author		TEXT NOT NULL,		-- address of the one whose words these are
	author_folded	TEXT NOT NULL,
	written_at	INTEGER,		-- s; of the original of a forward
	parties_folded	TEXT NOT NULL,		-- all addresses above, each in "," and ","
	text		TEXT NOT NULL		-- the new words
) STRICT;

CREATE INDEX mail_case ON mail (case_id);
CREATE INDEX mail_author ON mail (author_folded) WHERE outgoing = 0;

CREATE TABLE mail_attachment (
	id	INTEGER PRIMARY KEY,
	mail_id	INTEGER NOT NULL REFERENCES mail,
	name	TEXT NOT NULL,
	type	TEXT NOT NULL,		-- media type
	size	INTEGER NOT NULL
) STRICT;

CREATE INDEX mail_attachment_mail ON mail_attachment (mail_id);

-- The first mail with an id has it: a later one cannot draw a thread to its case. Our own
-- say by themselves which case they belong to (token.h).
CREATE TABLE message_id (
	message_id	TEXT PRIMARY KEY,	-- without angle brackets
	case_id		INTEGER NOT NULL REFERENCES cases
) STRICT, WITHOUT ROWID;
