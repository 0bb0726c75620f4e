/*
 * cmd.h - the subcommands: each reads its own options and returns the exit status.
 *
 * argv[0] is "redress NAME", which GOption shows in the help. Exit status: 0 done,
 * 1 the answer is no, 2 usage or configuration, 75 try again.
 */

#pragma once

int rd_cmd_init(int argc, char **argv);
int rd_cmd_import(int argc, char **argv);
int rd_cmd_check(int argc, char **argv);
int rd_cmd_classify(int argc, char **argv);
int rd_cmd_eval(int argc, char **argv);
int rd_cmd_parse(int argc, char **argv);
int rd_cmd_procedure(int argc, char **argv);
int rd_cmd_run(int argc, char **argv);
int rd_cmd_backup(int argc, char **argv);
int rd_cmd_case(int argc, char **argv);
int rd_cmd_task(int argc, char **argv);
int rd_cmd_outbox(int argc, char **argv);
int rd_cmd_simulate(int argc, char **argv);
