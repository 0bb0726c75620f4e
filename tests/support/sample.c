#include "sample.h"

#include <criterion/criterion.h>

RdHomeowner *
sample_homeowner(void)
{
	RdHomeowner *self = g_new0(RdHomeowner, 1);

	self->id = g_strdup("HO-1");
	self->name = g_strdup("Marta Kowalczyk");
	self->emails = g_strsplit("marta@mailbox.example", ";", -1);
	self->phone = g_strdup("(505) 555-0141");
	self->address = g_strdup("2214 Cholla Ct NE, Albuquerque, NM 87111");
	self->installer_id = g_strdup("IN-1");
	self->finance = RD_FINANCE_STANDARD;
	self->milestone = RD_MILESTONE_M2;
	return self;
}

RdInstaller *
sample_installer(void)
{
	RdInstaller *self = g_new0(RdInstaller, 1);

	self->id = g_strdup("IN-1");
	self->name = g_strdup("Blue Mesa Solar");
	self->emails = g_strsplit("service@bluemesa.example", ";", -1);
	self->domains = g_new0(char *, 1);
	self->phone = g_strdup("(505) 555-0110");
	self->escalation_name = g_strdup("Dana Whitlock");
	self->escalation_phone = g_strdup("(505) 555-0114");
	self->escalation_email = g_strdup("dana@bluemesa.example");
	self->account_manager = g_strdup("ray@everbright.example");
	return self;
}

RdStaff *
sample_staff(const char *name, RdRole role)
{
	RdStaff *self = g_new0(RdStaff, 1);

	self->name = g_strdup(name);
	self->email = g_strdup("staff@everbright.example");
	self->role = role;
	return self;
}

RdConfig *
sample_config(void)
{
	RdConfig *self = g_new0(RdConfig, 1);

	self->organisation = g_strdup("EverBright");
	self->address = g_strdup("complaints@everbright.example");
	self->also_ours = g_new0(char *, 1);
	self->signature = g_strdup("EverBright Customer Care");
	self->am_escalation.name = g_strdup("Cassandra Mercado");
	self->am_escalation.email = g_strdup("am-escalation@everbright.example");
	self->time_zone = g_time_zone_new_identifier("America/New_York");
	self->mailboxes = g_ptr_array_new();
	return self;
}

RdCase *
sample_case(const char *complaints)
{
	RdCase *self = rd_case_new();

	cr_assert(rd_complaints_parse(complaints, &self->complaints));
	self->id = 1042;
	self->open = TRUE;
	self->opened_at = SAMPLE_TIME;
	self->complained_at = SAMPLE_TIME;
	g_free(self->subject);
	self->subject = g_strdup("RE: Fwd: My roof");
	g_free(self->description);
	self->description = g_strdup("The roof leaks since they were here.\n\nNobody calls back.");
	return self;
}
