#include "nickname.h"

#include <string.h>

#define GROUP_MAX  7
#define PREFIX_MIN 3 /* letters: "Ray" for "Raymond" */

/* In the spelling of words.h. A name is in one group only. */
static const char *const groups[][GROUP_MAX] = {
	{"alexander", "alex", "alec", "sasha"},
	{"alejandro", "ale", "jandro"},
	{"andrew", "andy", "drew"},
	{"anthony", "tony"},
	{"antonio", "tono", "toni"},
	{"barbara", "barb", "babs", "barbie"},
	{"benjamin", "ben", "benny"},
	{"charles", "chuck", "charlie"},
	{"christopher", "chris", "kit"},
	{"concepcion", "concha", "conchita"},
	{"constance", "connie"},
	{"cynthia", "cindy"},
	{"daniel", "dan", "danny"},
	{"david", "dave", "davey"},
	{"deborah", "debra", "deb", "debbie"},
	{"dolores", "lola"},
	{"donald", "don", "donnie"},
	{"dorothy", "dot", "dottie", "dolly"},
	{"douglas", "doug"},
	{"edward", "ed", "eddie", "ned", "ted"},
	{"eduardo", "lalo", "edu"},
	{"elizabeth", "liz", "beth", "betty", "eliza", "lizzie"},
	{"emmanuel", "manny"},
	{"enrique", "quique", "kike"},
	{"francisco", "paco", "pancho", "curro"},
	{"francis", "frank", "frankie"},
	{"frederick", "fred", "freddie"},
	{"gerald", "jerry", "gerry"},
	{"gregory", "greg"},
	{"guadalupe", "lupe", "lupita"},
	{"guillermo", "memo"},
	{"harold", "hal", "harry"},
	{"henry", "hank"},
	{"ignacio", "nacho"},
	{"isabel", "isabella", "izzy", "chabela"},
	{"james", "jim", "jimmy", "jamie"},
	{"jeffrey", "jeff"},
	{"jennifer", "jen", "jenny"},
	{"jesus", "chuy"},
	{"john", "jack", "johnny", "jon"},
	{"jonathan", "jonny"},
	{"jose", "pepe", "chepe"},
	{"joseph", "joe", "joey"},
	{"judith", "judy"},
	{"katherine", "catherine", "kathy", "cathy", "kate", "katie"},
	{"kenneth", "ken", "kenny"},
	{"lawrence", "larry"},
	{"leonard", "leo", "lenny"},
	{"luis", "lucho"},
	{"manuel", "manolo"},
	{"margaret", "peg", "peggy", "maggie", "meg", "marge"},
	{"matthew", "matt"},
	{"michael", "mike", "mick", "mikey"},
	{"nicholas", "nick", "nico"},
	{"pamela", "pam"},
	{"patricia", "patty", "tricia", "trish"},
	{"patrick", "pat", "paddy"},
	{"philip", "phillip", "phil"},
	{"rafael", "rafa"},
	{"raymond", "ray"},
	{"rebecca", "becky", "becca"},
	{"richard", "rick", "dick", "rich", "richie"},
	{"robert", "bob", "bobby", "rob", "robbie"},
	{"roberto", "beto"},
	{"ronald", "ron", "ronnie"},
	{"rosario", "charo"},
	{"russell", "russ"},
	{"samuel", "samantha", "sam", "sammy"},
	{"sandra", "sandy"},
	{"stephanie", "steph"},
	{"stephen", "steven", "steve"},
	{"susan", "sue", "susie", "suzy"},
	{"theodore", "teddy", "theo"},
	{"theresa", "teresa", "terry", "tess", "tere"},
	{"thomas", "tom", "tommy"},
	{"timothy", "tim", "timmy"},
	{"victoria", "vicky", "tori"},
	{"walter", "walt", "wally"},
	{"wilhelmina", "billie", "mina"},
	{"william", "bill", "billy", "will", "liam"},
	{"zachary", "zach", "zack"},
};

const char *const *
rd_nickname_group(const char *first)
{
	for (gsize i = 0; i < G_N_ELEMENTS(groups); i++) {
		if (g_strv_contains(groups[i], first))
			return groups[i];
	}
	return NULL;
}

gboolean
rd_nickname_same(const char *a, const char *b)
{
	const char *const *group;

	if (strcmp(a, b) == 0)
		return TRUE;
	if (strlen(a) >= PREFIX_MIN && strlen(b) >= PREFIX_MIN &&
	    (g_str_has_prefix(a, b) || g_str_has_prefix(b, a)))
		return TRUE;
	group = rd_nickname_group(a);
	return group != NULL && g_strv_contains(group, b);
}
