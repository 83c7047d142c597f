// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/policy/words.hpp>
#include <tidemark/value/duration.hpp>

#include "groups.hpp"
#include "option_checks.hpp"

namespace tidemark::host {

namespace {

void add_policy_test(CLI::App& policy, invocation& called) {
  auto options = std::make_shared<policy_test_options>();
  auto* app = policy.add_subcommand("test", "Run the cases of a policy; exit code 3 on a failure");
  app->add_option("files", options->files, "Files of cases, and folders of them");
  app->add_option("--storage", options->storage,
                  "A config: its storage runs the cases too, on tables that vanish");
  app->add_flag("--coverage", options->coverage,
                "How many changes of one word in the policy the cases notice, and which not");
  app->add_option_function<std::string>(
         "--min-coverage",
         [options](const std::string& text) { options->coverage_min = read_share(text); },
         "With less coverage than this, in percent, exit with 3")
      ->check(is_share());
  auto* generate = app->add_option_function<std::vector<std::string>>(
      "--generate",
      [options](const std::vector<std::string>& texts) {
        if (!texts.empty()) options->generated = texts.front();
      },
      "Instead, write cases that notice every change, to this file; default stdout");
  generate->expected(0, 1)->allow_extra_args(false)->type_name("[FILE]");
  app->add_option("--from-video", options->from_video,
                  "Instead, write a case of what is stored of this video");
  app->add_option("--brand", options->brand_id, "The brand of that video")->check(fits_64_bits());
  app->fallthrough();
  set_command(app, called, {output_format::table, output_format::json, output_format::junit},
              [&called, options, generate] {
                options->generates = generate->count() > 0;
                return run_policy_test(called.global, *options);
              });
}

void add_policy(CLI::App& root, invocation& called) {
  auto file = std::make_shared<std::filesystem::path>();
  auto options = std::make_shared<policy_check_options>();
  auto* app = root.add_subcommand("policy", "Check, show or compare policy files");
  app->require_subcommand(1);

  auto* check = app->add_subcommand("check", "Report all errors and warnings of policies");
  check->add_option("files", options->files, "The policy files; default the config's policy");
  check->add_flag("--strict", options->strict,
                  "Treat what the policy does not accept as errors: warnings and, with --laws, "
                  "fields that depend on how rows come in");
  check->add_flag("--laws", options->laws,
                  "For every field, whether it depends on how rows come in; proved");
  check->add_flag("--repair", options->repair,
                  "With --laws: the fewest words to change so that a law holds")
      ->needs(check->get_option("--laws"));
  set_command(check, called, table_or_json,
              [&called, options] { return run_policy_check(called.global, *options); });
  auto* show = app->add_subcommand("show", "Print a policy as it is compiled");
  show->add_option("file", *file, "The policy file; default the config's policy");
  set_command(show, called, table_or_json,
              [&called, file] { return run_policy_show(called.global, *file); });
  auto compared = std::make_shared<policy_diff_options>();
  auto* diff = app->add_subcommand("diff", "What two policies do differently; proved");
  diff->add_option("a", compared->files[0], "A policy file")->required();
  diff->add_option("b", compared->files[1], "Another policy file")->required();
  diff->add_flag("--implies", compared->implies,
                 "Also whether whatever one policy changes, the other changes too");
  diff->add_option("--brand", compared->brand_id,
                   "Also what both make of the stored snapshots of this brand")
      ->check(fits_64_bits());
  set_command(diff, called, table_or_json,
              [&called, compared] { return run_policy_diff(called.global, *compared); });
  auto code = std::make_shared<std::string>();
  auto* explain_error =
      app->add_subcommand("explain-error", "What an error or warning of a policy means");
  explain_error->add_option("code", *code, "Its code, such as TM012; default: list all codes");
  set_command(explain_error, called, table_or_json,
              [&called, code] { return run_policy_explain_error(called.global, *code); });
  for (auto* command : {app, check, show, diff, explain_error}) command->fallthrough();
  add_policy_test(*app, called);
}

void add_plugins_describe(CLI::App& plugins, invocation& called) {
  auto name = std::make_shared<std::string>();
  auto provides = std::make_shared<std::optional<plugin::kind>>();
  auto* app = plugins.add_subcommand("describe", "The options of a plugin");
  app->add_option("name", *name, "The plugin's name")->required();
  app->add_option_function<std::string>(
         "--kind",
         [provides](const std::string& text) {
           *provides = policy::find_word<plugin::kind>(plugin::kind_words, text);
         },
         "source, storage or enricher, if plugins of several kinds have the name")
      ->check(CLI::IsMember(to_list(plugin::kind_words)));
  app->fallthrough();
  set_command(app, called, table_or_json, [&called, name, provides] {
    return run_plugins_describe(called.global, *name, *provides);
  });
}

void add_plugins_test(CLI::App& plugins, invocation& called) {
  auto options = std::make_shared<plugins_test_options>();
  auto* app = plugins.add_subcommand("test", "Check whether a source plugin keeps the contract");
  app->add_option("file", options->file, "The plugin, a .so file")->required();
  app->add_option("--option", options->options, "An option for it as name=value; may be repeated")
      ->allow_extra_args(false)
      ->check(is_option());
  app->add_option("--brand", options->brand_id, "The brand's id; default 1")->check(fits_64_bits());
  app->add_option("--currency", options->currency, "The brand's currency; default USD");
  app->add_option("--window", options->window_days, "The window to fetch, in days; default 30")
      ->check(CLI::Range(1, 3650));
  add_date(app, "--snapshot-date", options->snapshot_date,
           "The day to fetch; default today in UTC");
  app->add_option_function<std::string>(
         "--limit", [options](const std::string& text) { options->limit = *parse_duration(text); },
         "The time limit of each check; default 1m")
      ->check(is_duration());
  app->fallthrough();
  set_command(app, called, table_or_json,
              [&called, options] { return run_plugins_test(called.global, *options); });
}

void add_sources(CLI::App& root, invocation& called) {
  auto options = std::make_shared<sources_preview_options>();
  auto* app = root.add_subcommand("sources", "Preview files before they are synced");
  app->require_subcommand(1);
  auto* preview = app->add_subcommand(
      "preview", "The first rows of a file as they would be read, and a proposal for columns:");
  preview->add_option("file", options->file, "The file: .csv, .tsv, .txt or .jsonl, also .gz")
      ->required();
  preview
      ->add_option("--source", options->options,
                   "An option of the source as name=value, as in a config; may be repeated; "
                   "plugin=NAME chooses the plugin")
      ->allow_extra_args(false)
      ->check(is_option());
  preview->add_option("--rows", options->rows, "How many rows are shown; default 10")
      ->check(CLI::Range(1, 10'000));
  preview->add_option("--currency", options->currency, "The brand's currency; default USD");
  preview
      ->add_option("--window", options->window_days,
                   "For {window} in the path, in days; default 30")
      ->check(CLI::Range(1, 3650));
  add_date(preview, "--snapshot-date", options->snapshot_date,
           "For {date} in the path; default today in UTC");
  set_command(preview, called, table_or_json, [&called, options] {
    return run_sources_preview(called.global, *options);
  });
  for (auto* command : {app, preview}) command->fallthrough();
}

void add_installation(CLI::App& root, invocation& called) {
  auto* plugins = root.add_subcommand("plugins", "List the plugins, and why some are refused");
  plugins->require_subcommand(0, 1);
  set_command(plugins, called, table_or_json, [&called] { return run_plugins(called.global); });
  add_plugins_describe(*plugins, called);
  add_plugins_test(*plugins, called);

  auto* config = root.add_subcommand("config", "Check the config file");
  config->require_subcommand(1);
  auto* check = config->add_subcommand(
      "check", "Check the config, the policy, the plugins and their options");
  set_command(check, called, table_or_json, [&called] { return run_config_check(called.global); });
  for (auto* command : {plugins, config, check}) command->fallthrough();
}

}  // namespace

void add_settings_commands(CLI::App& root, invocation& called) {
  add_policy(root, called);
  add_sources(root, called);
  add_installation(root, called);
}

}  // namespace tidemark::host
