/*
 * sample.h - one homeowner, one installer, one configuration and one case for tests.
 */

#pragma once

#include <redress/case.h>
#include <redress/config.h>
#include <redress/people.h>

#define SAMPLE_TIME ((RdTime)1769956200) /* 2026-02-01T14:30:00Z */

RdHomeowner *sample_homeowner(void); /* Marta Kowalczyk, m2, customer of: */
RdInstaller *sample_installer(void); /* Blue Mesa Solar */
RdStaff *sample_staff(const char *name, RdRole role);
RdConfig *sample_config(void); /* New York time */
/* RD-1042, opened at SAMPLE_TIME; complaint types by name. */
RdCase *sample_case(const char *complaints);
