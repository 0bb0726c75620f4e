/*
 * config.h - the settings of one gateway, read from redress.yaml.
 *
 * rd_config_load() checks every key and value; an error names file, line and key.
 * Relative paths are from the file's folder and come out absolute.
 */

#pragma once

#include <glib.h>
#include <redress/calendar.h>

G_BEGIN_DECLS

typedef enum {
	RD_MAILBOX_DONE_AUTO, /* IMAP: the best of move, keyword, nothing; Maildir: flag S in cur/
			       */
	RD_MAILBOX_DONE_MOVE,
	RD_MAILBOX_DONE_FLAG,
	RD_MAILBOX_DONE_NOTHING,
} RdMailboxDone;

/*
 * How a server is reached; shared by IMAP and SMTP. Strings may be NULL but for
 * @uri, and at most one of the four secrets is set. A secret in the URI is refused.
 */
typedef struct {
	char *uri;     /* imaps://user@host:993/INBOX, smtp://user@host:587, maildir:PATH */
	char *user;    /* instead of user@ in the URI: an address needs no %40 here */
	char *ca_file; /* PEM; NULL: the system's trust store */
	char *auth; /* plain, login, scram-sha-1, scram-sha-256, xoauth2; NULL: the best offered */
	char *password_command; /* its output is the password; run without a shell */
	char *password_file;
	char *token_command;	  /* its output is the OAuth 2 access token */
	char *credential;	  /* name of a systemd credential ($CREDENTIALS_DIRECTORY) */
	gboolean allow_plaintext; /* imap: and smtp: do without STARTTLS, whatever is offered */
	guint timeout_s;	  /* without an octet from the server; 0: IMAP 60, SMTP 300 */
} RdServerSettings;

typedef struct {
	RdServerSettings server;
	char *start; /* what the first connect takes: "all", "now", an RFC 3339 date, or NULL:
			IMAP "now"; Maildir all that is in new/, and cur/ as with "now" */
	RdMailboxDone done;
	char *done_folder; /* NULL: Done; "/" splits levels */
	guint poll_s;	   /* seconds between sweeps where the server has no IDLE */
	gsize max_bytes;   /* a larger message goes to triage unfetched; 0: 64 MiB */
} RdMailboxSettings;

typedef struct {
	RdServerSettings server;
	RdServerSettings copy_to; /* imaps://...: a folder that gets a copy; uri NULL: none */
} RdTransportSettings;

typedef struct {
	char *name;
	char *email;
} RdContact;

/* What becomes of a letter that a case wants to send. */
typedef enum {
	RD_SEND_AUTO,	 /* it is sent */
	RD_SEND_APPROVE, /* it is held until somebody of staff approves it */
	RD_SEND_OFF,	 /* it is not sent */
} RdSendMode;

typedef struct {
	char *organisation;
	char *address;	  /* the gateway's own: From and Reply-To of all mail */
	char **also_ours; /* NULL-terminated; other addresses that reach the gateway */
	char *signature;
	char *authserv_id;
	struct {
		char *back_office;
		char *resolution;
		char *marketing;
		char *partner;
		char *operator;
	} roles;
	RdContact am_escalation;
	GTimeZone *time_zone;
	RdCalendar calendar;
	GPtrArray *mailboxes; /* of RdMailboxSettings */
	RdTransportSettings transport;
	char *store;	 /* path of the SQLite file */
	char *templates; /* folder with replies/, procedures/, rules/ */
	struct {
		guint per_address_hour; /* automatic mails to one address within an hour */
		guint per_case_day;	/* automatic mails of one case within a day */
		guint per_template_day; /* of one template in one case within a day, but for staff
					 */
	} budget;
	struct {
		guint sure; /* % of what a label takes, below which a person decides */
	} classify;
	struct {
		guint daily_at; /* the hour at which open tasks are mailed again */
	} tasks;
	struct {
		guint patience_s; /* how long something may fail before the operator is told */
	} health;
	GHashTable *replies; /* char * -> RdSendMode: templates that are not just sent */
	char *path;	     /* of the file itself */
} RdConfig;

/* CONFIG with file:line:key on failure. */
RdConfig *rd_config_load(const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void rd_config_free(RdConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RdConfig, rd_config_free)

/* -c FILE, else $REDRESS_CONFIG, ./redress.yaml, /etc/redress/redress.yaml; NULL: none exists. */
char *rd_config_find(const char *option);

/* TRUE if @address is the gateway's own, plus-addresses included: a mail from it is a loop. */
gboolean rd_config_is_self(const RdConfig *self, const char *address);

/* TRUE if @address is the gateway's own or one of also_ours, plus-addresses included. */
gboolean rd_config_is_ours(const RdConfig *self, const char *address);

/* How letters of that template are sent. */
RdSendMode rd_config_send_mode(const RdConfig *self, const char *template_name);

/* TRUE if @address is that of a team of ours: a queue that gets a mail for every task. */
gboolean rd_config_is_team(const RdConfig *self, const char *address);

G_END_DECLS
