// SPDX-License-Identifier: BSL-1.0
#include "command_line.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include <tidemark/policy/nearest.hpp>
#include <tidemark/policy/words.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/duration.hpp>
#include <tidemark/value/utf8.hpp>

#include "commands/commands.hpp"
#include "output/host_output.hpp"
#include "query/period_parameters.hpp"
#include "report.hpp"

namespace tidemark::host {

namespace {

constexpr const char* version_text = "tidemark " TIDEMARK_VERSION;

/// The command line as it was read: what to run, and what all commands take.
struct invocation {
  global_options global;
  std::function<exit_code()> command;
};

template <typename Words>
std::vector<std::string> to_list(const Words& words) {
  return {words.begin(), words.end()};
}

CLI::Validator is_date() {
  return CLI::Validator(
      [](const std::string& text) {
        return parse_date(text) ? std::string() : "\"" + text + "\" is no day as YYYY-MM-DD";
      },
      "YYYY-MM-DD");
}

/// What stands in tables, in JSON and on terminals: a text of one line.
CLI::Validator is_run_name() {
  return CLI::Validator(
      [](const std::string& text) {
        constexpr std::size_t bytes_max = 200;
        std::string_view rest = text;
        while (!rest.empty() && !is_control(rest.front()) && utf8_length(rest) > 0)
          rest.remove_prefix(utf8_length(rest));
        return rest.empty() && !text.empty() && text.size() <= bytes_max
                   ? std::string()
                   : in_quotes(text) + " is no name: 1 to 200 bytes of UTF-8 on one line";
      },
      "TEXT");
}

/// CLI11 takes a number that does not fit for the largest one.
CLI::Validator fits_64_bits() {
  return CLI::Validator(
      [](const std::string& text) {
        std::int64_t number = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
        return fault == std::errc{} && end == text.data() + text.size()
                   ? std::string()
                   : "\"" + text + "\" is no whole number of 64 bits";
      },
      "INT");
}

/// Reads a day into `target`.
void add_date(CLI::App* app, const std::string& name, std::optional<date>& target,
              const std::string& help) {
  app->add_option_function<std::string>(
         name, [&target](const std::string& text) { target = parse_date(text); }, help)
      ->check(is_date());
}

using formats = std::vector<output_format>;
const formats table_or_json{output_format::table, output_format::json};

/// What `app` does when it is the one that was called, in one of the formats it has.
void set_command(CLI::App* app, invocation& called, const formats& known,
                 std::function<exit_code()> command) {
  app->callback([app, &called, known, command = std::move(command)] {
    const auto chosen = called.global.format;
    if (std::find(known.begin(), known.end(), chosen) == known.end())
      throw CLI::ValidationError(
          "--format",
          app->get_name() + " has no format " +
              std::string(output_format_words[static_cast<std::size_t>(chosen)]));
    if (!called.command) called.command = command;
  });
}

/// A command of SPEC section 8 that this version does not have.
void add_not_built(CLI::App& parent, invocation& called, const std::string& name) {
  auto* app = parent.add_subcommand(name, "Not built yet");
  app->allow_extras();
  app->fallthrough(false);  // whatever follows is not looked at
  app->group("");           // not in the help
  app->callback([&called, name] {
    called.command = [name] {
      return report(usage_error("\"" + name + "\" is not built yet in " + version_text +
                                "; `tidemark --help` lists what is"));
    };
  });
}

/// An option of SPEC section 8 that this version does not have.
void add_flag_not_built(CLI::App* app, const std::string& name) {
  app->add_flag_callback(
         name,
         [name] { throw CLI::ValidationError(name, std::string("not built yet in ") + version_text); })
      ->group("");
}

void add_with_thumbnails(CLI::App* app, sync_options& options) {
  app->add_flag("--with-thumbnails", options.with_thumbnails,
                "Then let the brand's enrichers look for thumbnails");
}

void add_sync(CLI::App& root, invocation& called) {
  auto options = std::make_shared<sync_options>();
  auto* app = root.add_subcommand("sync", "Fetch, merge and store every window of brands");
  app->fallthrough();
  auto* brand = app->add_option("--brand", options->brands, "A brand's id; may be repeated")
                    ->check(fits_64_bits());
  brand->allow_extra_args(false);
  app->add_flag("--all", options->all, "All configured brands")->excludes(brand);
  add_date(app, "--snapshot-date", options->snapshot_date, "Day of the snapshots; today in UTC");
  app->add_option("--source-run-id", options->source_run_id, "Name of the run; sync-BRAND-DATE")
      ->check(is_run_name());
  add_with_thumbnails(app, *options);
  add_flag_not_built(app, "--plan");
  set_command(app, called, table_or_json, [&called, options] {
    if (options->brands.empty() && !options->all)
      return report(usage_error("sync needs --brand ID or --all; see `tidemark --help`"));
    return run_sync(called.global, *options);
  });
}

void add_backfill(CLI::App& root, invocation& called) {
  auto options = std::make_shared<sync_options>();
  options->verb = "backfill";
  auto* app = root.add_subcommand("backfill", "The same pipeline for one brand; safe to repeat");
  app->fallthrough();
  app->add_option_function<std::int64_t>(
         "brand", [options](std::int64_t id) { options->brands = {id}; }, "The brand's id")
      ->required()
      ->check(fits_64_bits());
  add_date(app, "--snapshot-date", options->snapshot_date, "Day of the snapshots; today in UTC");
  app->add_option("--source-run-id", options->source_run_id,
                  "Name of the run; backfill-BRAND-DATE")
      ->check(is_run_name());
  add_with_thumbnails(app, *options);
  set_command(app, called, table_or_json,
              [&called, options] { return run_sync(called.global, *options); });
}

/// Reads one of `words` into an enumerator.
template <typename Word, typename Words>
void add_word(CLI::App* app, const std::string& name, Word& target, const Words& words,
              const std::string& help) {
  app->add_option_function<std::string>(
         name,
         [&target, &words](const std::string& text) {
           target = *policy::find_word<Word>(words, text);
         },
         help)
      ->check(CLI::IsMember(to_list(words)));
}

/// Reads a parameter of `videos` into `query`: `min_gmv` as the option `--min-gmv`.
CLI::Option* add_parameter(CLI::App* app, videos::period_query& query, std::string_view name,
                           const std::string& help) {
  std::string option = "--" + std::string(name);
  std::replace(option.begin(), option.end(), '_', '-');
  return app->add_option_function<std::string>(
      option,
      [&query, name, option](const std::string& text) {
        if (const auto read = read_parameter(query, name, text); !read)
          throw CLI::ValidationError(option, read.error().message);
      },
      help);
}

void add_videos(CLI::App& root, invocation& called) {
  auto options = std::make_shared<videos_options>();
  auto& query = options->query;
  auto* app = root.add_subcommand("videos", "List videos by their metrics of a period");
  app->fallthrough();
  add_parameter(app, query, "brand", "The brand's id")->required();
  app->add_option("--period", options->period, "all, or a window in days");
  add_parameter(app, query, "sort", "What to sort by; gmv");
  add_parameter(app, query, "dir", "asc or desc; desc");
  add_parameter(app, query, "min_gmv", "At least so much GMV, in cents");
  add_parameter(app, query, "posted_after", "Posted on that UTC day or later");
  add_parameter(app, query, "posted_before", "Posted on that UTC day or earlier");
  add_parameter(app, query, "search", "Part of the title, username or a hashtag");
  add_parameter(app, query, "creator", "The creator's username");
  add_parameter(app, query, "hashtag", "A whole hashtag");
  add_parameter(app, query, "page", "From 1");
  add_parameter(app, query, "per_page", "1 to 200; 24");
  app->add_flag("--all", options->all, "Every video, not one page");
  set_command(app, called,
              {output_format::table, output_format::json, output_format::jsonl,
               output_format::csv},
              [&called, options] { return run_videos(called.global, *options); });
}

void add_readers(CLI::App& root, invocation& called) {
  struct selection {
    std::optional<std::int64_t> brand_id, run_id;
    std::string video;
  };
  auto chosen = std::make_shared<selection>();

  auto* history = root.add_subcommand("history", "The snapshots of one video");
  history->add_option("--brand", chosen->brand_id, "The brand's id")
      ->required()
      ->check(fits_64_bits());
  history->add_option("--video", chosen->video, "The video's id")->required();
  set_command(history, called, table_or_json, [&called, chosen] {
    return run_history(called.global, *chosen->brand_id, chosen->video);
  });

  auto* verify = root.add_subcommand("verify", "Check what is stored; exit 3 on a violation");
  verify->add_option("--brand", chosen->brand_id, "One brand only")->check(fits_64_bits());
  verify->add_option("--video", chosen->video, "Show this video's metrics side by side");
  set_command(verify, called, table_or_json, [&called, chosen] {
    return run_verify(called.global, chosen->brand_id, chosen->video);
  });

  auto* runs = root.add_subcommand("runs", "The ledger of runs, newest first");
  runs->add_option("--brand", chosen->brand_id, "One brand only")->check(fits_64_bits());
  set_command(runs, called, table_or_json, [&called, chosen] {
    return run_runs(called.global, chosen->brand_id);
  });

  auto* rejected = root.add_subcommand("rejected", "Rows in quarantine, and why");
  rejected->add_option("--run", chosen->run_id, "One run only: its id in the ledger")
      ->check(fits_64_bits());
  set_command(rejected, called, table_or_json, [&called, chosen] {
    return run_rejected(called.global, chosen->run_id);
  });
  for (auto* one : {history, verify, runs, rejected}) one->fallthrough();
}

void add_policy(CLI::App& root, invocation& called) {
  auto file = std::make_shared<std::filesystem::path>();
  auto strict = std::make_shared<bool>(false);
  auto* app = root.add_subcommand("policy", "Check or show a policy file");
  app->require_subcommand(1);

  auto* check = app->add_subcommand("check", "Say everything that is wrong with a policy");
  check->add_option("file", *file, "The policy file; the config's when not given");
  check->add_flag("--strict", *strict, "Warnings are errors");
  set_command(check, called, table_or_json, [&called, file, strict] {
    return run_policy_check(called.global, *file, *strict);
  });
  auto* show = app->add_subcommand("show", "Print a policy as it is compiled");
  show->add_option("file", *file, "The policy file; the config's when not given");
  set_command(show, called, table_or_json,
              [&called, file] { return run_policy_show(called.global, *file); });
  for (auto* one : {app, check, show}) one->fallthrough();
  for (const char* name : {"test", "diff"}) add_not_built(*app, called, name);
}

void add_daemon(CLI::App& root, invocation& called) {
  auto* app = root.add_subcommand("daemon", "Run brands on their schedules, and serve /videos");
  app->fallthrough();
  set_command(app, called, table_or_json, [&called] { return run_daemon(called.global); });
}

CLI::Validator is_duration() {
  return CLI::Validator(
      [](const std::string& text) {
        const auto length = parse_duration(text);
        return length && length->count() > 0
                   ? std::string()
                   : in_quotes(text) + " is no duration as 500ms, 30s or 5m";
      },
      "DURATION");
}

CLI::Validator is_option() {
  return CLI::Validator(
      [](const std::string& text) {
        const auto equals = text.find('=');
        return equals != text.npos && equals > 0 ? std::string()
                                                 : "an option is written as name=value";
      },
      "NAME=VALUE");
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
         "source, storage or enricher, where plugins of several have the name")
      ->check(CLI::IsMember(to_list(plugin::kind_words)));
  app->fallthrough();
  set_command(app, called, table_or_json, [&called, name, provides] {
    return run_plugins_describe(called.global, *name, *provides);
  });
}

void add_plugins_test(CLI::App& plugins, invocation& called) {
  auto options = std::make_shared<plugins_test_options>();
  auto* app = plugins.add_subcommand("test", "Whether a source plugin keeps the contract");
  app->add_option("file", options->file, "The plugin, a .so file")->required();
  app->add_option("--option", options->options, "An option for it as name=value; may be repeated")
      ->allow_extra_args(false)
      ->check(is_option());
  app->add_option("--brand", options->brand_id, "The brand's id; 1")->check(fits_64_bits());
  app->add_option("--currency", options->currency, "The brand's currency; USD");
  app->add_option("--window", options->window_days, "The window to fetch, in days; 30")
      ->check(CLI::Range(1, 3650));
  add_date(app, "--snapshot-date", options->snapshot_date, "The day to fetch; today in UTC");
  app->add_option_function<std::string>(
         "--limit", [options](const std::string& text) { options->limit = *parse_duration(text); },
         "How long one check may take; 1m")
      ->check(is_duration());
  app->fallthrough();
  set_command(app, called, table_or_json,
              [&called, options] { return run_plugins_test(called.global, *options); });
}

void add_installation(CLI::App& root, invocation& called) {
  auto* plugins = root.add_subcommand("plugins", "The plugins that are found, and those refused");
  plugins->require_subcommand(0, 1);
  set_command(plugins, called, table_or_json, [&called] { return run_plugins(called.global); });
  add_plugins_describe(*plugins, called);
  add_plugins_test(*plugins, called);

  auto* config = root.add_subcommand("config", "Check the config file");
  config->require_subcommand(1);
  auto* check = config->add_subcommand("check", "Config, policy, plugins and their options");
  set_command(check, called, table_or_json, [&called] { return run_config_check(called.global); });
  for (auto* one : {plugins, config, check}) one->fallthrough();
}

}  // namespace

exit_code run_command_line(int argc, const char* const* argv) {
  CLI::App root("tidemark keeps the high-water mark of short-video metrics.", "tidemark");
  invocation called;
  root.set_version_flag("--version", version_text);
  root.require_subcommand(1);
  root.add_option("--config", called.global.config,
                  "The config file; $TIDEMARK_CONFIG, then ./tidemark.yaml");
  add_word(&root, "--format", called.global.format, output_format_words,
           "table for people, json for machines; videos has csv and jsonl too");

  add_sync(root, called);
  add_backfill(root, called);
  add_videos(root, called);
  add_readers(root, called);
  add_policy(root, called);
  add_daemon(root, called);
  add_installation(root, called);
  for (const char* name : {"explain", "correct", "retract"})
    add_not_built(root, called, name);

  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help or --version
    root.exit(asked, host_output(), std::cerr);
    return exit_code::done;
  } catch (const CLI::ParseError& wrong) {
    if (const auto words = root.remaining(); root.get_subcommands().empty() && !words.empty())
      return report(usage_error("unknown command \"" + words.front() + "\"; see `tidemark --help`"));
    return report(usage_error(std::string(wrong.what()) + "; see `tidemark --help`"));
  }
  return called.command();
}

}  // namespace tidemark::host
