/*
 * settings.h
 *
 * The extension's settings (GUCs), as customers.c defines them.
 */
#ifndef CUSTOMERS_SETTINGS_H
#define CUSTOMERS_SETTINGS_H

typedef enum DefaultSubscription
{
	SUBSCRIPTION_SUBSCRIBED,
	SUBSCRIPTION_UNSUBSCRIBED
} DefaultSubscription;

typedef enum ApprovalPolicy
{
	APPROVAL_NONE,
	APPROVAL_OTHER				/* of another session user than the importer */
} ApprovalPolicy;

extern int	customers_approval; /* an ApprovalPolicy */
extern int	customers_default_subscription; /* a DefaultSubscription */
extern char *customers_default_name;
extern int	customers_match_memory; /* kB */
extern int	customers_max_field_size;	/* kB */
extern char *customers_schema;	/* "" = the extension's own */
extern char *customers_limits;	/* JSON; "" = the defaults */
extern char *customers_current_import;	/* id; "" = no merge or revert runs */
extern bool customers_saving;	/* a save without resubscribe runs */

#endif							/* CUSTOMERS_SETTINGS_H */
