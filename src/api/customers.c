/*
 * customers.c
 *
 * The module's magic block and its settings.
 */
#include "postgres.h"

#include <limits.h>

#include "fmgr.h"
#include "utils/guc.h"

#include "support/compat.h"
#include "support/settings.h"

COMPAT_MODULE_MAGIC("customers", CUSTOMERS_VERSION);

/* Of settings that are no user's. */
#define STATE_FLAGS (GUC_NO_SHOW_ALL | GUC_NO_RESET_ALL | GUC_NOT_IN_SAMPLE | GUC_DISALLOW_IN_FILE)

int			customers_approval = APPROVAL_NONE;
int			customers_default_subscription = SUBSCRIPTION_SUBSCRIBED;
char	   *customers_default_name;
int			customers_match_memory;
int			customers_max_field_size;
char	   *customers_schema;
char	   *customers_limits;
char	   *customers_current_import;
bool		customers_saving;

static const struct config_enum_entry subscription_words[] = {
	{"subscribed", SUBSCRIPTION_SUBSCRIBED, false},
	{"unsubscribed", SUBSCRIPTION_UNSUBSCRIBED, false},
	{NULL, 0, false}
};

static const struct config_enum_entry approval_words[] = {
	{"none", APPROVAL_NONE, false},
	{"other", APPROVAL_OTHER, false},
	{NULL, 0, false}
};

/* Settings that change what is stored or shown. */
static void
define_data_settings(void)
{
	DefineCustomEnumVariable("customers.default_subscription",
							 "Consent of a new customer that says nothing about it.",
							 "subscribed or unsubscribed.",
							 &customers_default_subscription,
							 SUBSCRIPTION_SUBSCRIBED, subscription_words,
							 PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomStringVariable("customers.default_name",
							   "Display name of a customer without a name.",
							   NULL,
							   &customers_default_name,
							   "Customer",
							   PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomStringVariable("customers.schema",
							   "Schema that holds the relations of customers.",
							   "Empty: the schema of the extension.",
							   &customers_schema,
							   "",
							   PGC_USERSET, 0, NULL, NULL, NULL);
}

/*
 * What writes customers at the moment, for triggers to read.  Only
 * settings_scope_set_import() and settings_scope_set_saving() can set them.
 */
static void
define_state(void)
{
	DefineCustomStringVariable("customers.current_import",
							   "Id of the import that is being merged or reverted.",
							   "Empty: none.",
							   &customers_current_import,
							   "",
							   PGC_INTERNAL, STATE_FLAGS,
							   NULL, NULL, NULL);
	DefineCustomBoolVariable("customers.saving",
							 "Whether customers are being saved by values that are no person's own word.",
							 NULL,
							 &customers_saving,
							 false,
							 PGC_INTERNAL, STATE_FLAGS,
							 NULL, NULL, NULL);
}

/* Settings that say what is not merged unless somebody has looked at it. */
static void
define_gate_settings(void)
{
	DefineCustomEnumVariable("customers.approval",
							 "Who must approve an import before it is merged.",
							 "none, or other: another session user than those who staged and corrected it.",
							 &customers_approval,
							 APPROVAL_NONE, approval_words,
							 PGC_SUSET, 0, NULL, NULL, NULL);
	DefineCustomStringVariable("customers.limits",
							   "How much a file may change before its import is held.",
							   "JSON, as the option limits of an import: {\"email\": \"2%\", \"rejected\": 50}. Empty: the defaults; false: no limits.",
							   &customers_limits,
							   "",
							   PGC_USERSET, 0, NULL, NULL, NULL);
}

/* Settings that limit the resources of an import. */
static void
define_limit_settings(void)
{
	DefineCustomIntVariable("customers.match_memory",
							"Memory an import may use to match records with customers.",
							"Past it, customers are looked up by their keys instead.",
							&customers_match_memory,
							256 * 1024, 64, MAX_KILOBYTES,
							PGC_USERSET, GUC_UNIT_KB, NULL, NULL, NULL);
	DefineCustomIntVariable("customers.max_field_size",
							"Size of the largest cell an import accepts.",
							"A record with a larger one is rejected.",
							&customers_max_field_size,
							1024, 1, 256 * 1024,
							PGC_USERSET, GUC_UNIT_KB, NULL, NULL, NULL);
}

void
_PG_init(void)
{
	define_data_settings();
	define_gate_settings();
	define_limit_settings();
	define_state();
	MarkGUCPrefixReserved("customers");
}
