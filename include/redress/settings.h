/*
 * settings.h - the table of all keys of redress.yaml, one row each.
 *
 * The loader, "redress check" and the manual read the same rows, so that a key
 * cannot be accepted by one and unknown to another.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
	RD_SETTING_TEXT,
	RD_SETTING_ADDRESS,   /* one e-mail address */
	RD_SETTING_ADDRESSES, /* a list of them */
	RD_SETTING_PATH,      /* relative to the file's folder */
	RD_SETTING_URI,	      /* one of ->choices as scheme */
	RD_SETTING_COMMAND,   /* a program and its arguments, quoted as in a shell */
	RD_SETTING_START,     /* "all", "now" or an RFC 3339 time */
	RD_SETTING_ZONE,      /* a name of the time zone database */
	RD_SETTING_DATES,     /* dates parted by spaces */
	RD_SETTING_HOURS,     /* "08:00-18:00" */
	RD_SETTING_WORD,      /* one of ->choices, kept as text */
	RD_SETTING_CHOICE,    /* one of ->choices, kept as its number */
	RD_SETTING_NUMBER,
	RD_SETTING_SIZE,   /* a number of MB, kept as octets */
	RD_SETTING_SWITCH, /* yes or no */
	RD_SETTING_GROUP,  /* a mapping; its keys are rows "group.key" */
	RD_SETTING_NAMES,  /* a mapping with keys of its own; "group.*" is the row of each */
	RD_SETTING_LIST,   /* a list of such mappings */
} RdSettingType;

typedef struct {
	const char *key; /* "store", "roles.operator", "mailboxes.uri" */
	RdSettingType type;
	const char *value; /* default; NULL: the key has to be there; "": none */
	const char *help;
	gsize offset;		    /* where the loader puts it, within its group's structure */
	const char *unit;	    /* "s", "MB"; NULL: none */
	guint64 min, max;	    /* of a number, or of a list's length */
	const char *const *choices; /* NULL-terminated; NULL but where the type says so */
} RdSetting;

/* All rows, a group before its keys. */
const RdSetting *rd_settings(guint *n);

/* The row of @key, which may be that of a group's "*"; NULL: there is no such key. */
const RdSetting *rd_setting_find(const char *key);

/* "text", "address", "path" ... as the manual calls the type. */
const char *rd_setting_type_name(RdSettingType type);

G_END_DECLS
