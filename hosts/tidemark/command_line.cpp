// SPDX-License-Identifier: BSL-1.0
#include "command_line.hpp"

#include <algorithm>
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

#include "commands/commands.hpp"
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

/// Reads a day into `target`.
void add_date(CLI::App* app, const std::string& name, std::optional<date>& target,
              const std::string& help) {
  app->add_option_function<std::string>(
         name, [&target](const std::string& text) { target = parse_date(text); }, help)
      ->check(is_date());
}

/// Limits a command to the output formats it has.
void allow_formats(CLI::App* app, invocation& called, std::vector<output_format> formats) {
  app->final_callback([app, &called, formats = std::move(formats)] {
    const auto chosen = called.global.format;
    if (std::find(formats.begin(), formats.end(), chosen) == formats.end())
      throw CLI::ValidationError(
          "--format",
          app->get_name() + " has no format " +
              std::string(output_format_words[static_cast<std::size_t>(chosen)]));
  });
}

void add_sync(CLI::App& root, invocation& called) {
  auto options = std::make_shared<sync_options>();
  auto* app = root.add_subcommand("sync", "Fetch, merge and store every window of brands");
  auto* brand = app->add_option("--brand", options->brands, "A brand's id; may be repeated");
  brand->allow_extra_args(false);
  app->add_flag("--all", options->all, "All configured brands")->excludes(brand);
  add_date(app, "--snapshot-date", options->snapshot_date, "Day of the snapshots; today in UTC");
  app->add_option("--source-run-id", options->source_run_id, "Name of the run; sync-BRAND-DATE");
  allow_formats(app, called, {output_format::table, output_format::json});
  app->callback([&called, options] {
    if (options->brands.empty() && !options->all)
      throw CLI::RequiredError("sync needs --brand ID or --all; it");
    called.command = [&called, options] { return run_sync(called.global, *options); };
  });
}

void add_backfill(CLI::App& root, invocation& called) {
  auto options = std::make_shared<sync_options>();
  options->verb = "backfill";
  auto* app = root.add_subcommand("backfill", "The same pipeline for one brand; safe to repeat");
  app->add_option_function<std::int64_t>(
         "brand", [options](std::int64_t id) { options->brands = {id}; }, "The brand's id")
      ->required();
  add_date(app, "--snapshot-date", options->snapshot_date, "Day of the snapshots; today in UTC");
  app->add_option("--source-run-id", options->source_run_id,
                  "Name of the run; backfill-BRAND-DATE");
  allow_formats(app, called, {output_format::table, output_format::json});
  app->callback([&called, options] {
    called.command = [&called, options] { return run_sync(called.global, *options); };
  });
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

void add_videos(CLI::App& root, invocation& called) {
  auto options = std::make_shared<videos_options>();
  auto& query = options->query;
  auto* app = root.add_subcommand("videos", "List videos by their metrics of a period");
  app->add_option("--brand", query.brand_id, "The brand's id")->required();
  app->add_option("--period", options->period, "all, or a window in days");
  add_word(app, "--sort", query.sort, videos::sort_words, "What to sort by; gmv");
  add_word(app, "--dir", query.dir, videos::direction_words, "asc or desc; desc");
  app->add_option("--min-gmv", query.min_gmv_cents, "At least so much GMV, in cents");
  add_date(app, "--posted-after", query.posted_after, "Posted on that UTC day or later");
  add_date(app, "--posted-before", query.posted_before, "Posted on that UTC day or earlier");
  app->add_option("--search", query.search, "Part of the title, username or a hashtag");
  app->add_option("--creator", query.creator, "The creator's username");
  app->add_option("--hashtag", query.hashtag, "A whole hashtag");
  app->add_option("--page", query.page, "From 1")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000'000}));
  app->add_option("--per-page", query.per_page, "1 to 200; 24")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{200}));
  app->add_flag("--all", options->all, "Every video, not one page");
  app->callback([&called, options] {
    called.command = [&called, options] { return run_videos(called.global, *options); };
  });
}

void add_readers(CLI::App& root, invocation& called) {
  struct selection {
    std::optional<std::int64_t> brand_id, run_id;
    std::string video;
  };
  auto chosen = std::make_shared<selection>();
  const std::vector<output_format> plain{output_format::table, output_format::json};

  auto* history = root.add_subcommand("history", "The snapshots of one video");
  history->add_option("--brand", chosen->brand_id, "The brand's id")->required();
  history->add_option("--video", chosen->video, "The video's id")->required();
  history->callback([&called, chosen] {
    called.command = [&called, chosen] {
      return run_history(called.global, *chosen->brand_id, chosen->video);
    };
  });
  allow_formats(history, called, plain);

  auto* verify = root.add_subcommand("verify", "Check what is stored; exit 3 on a violation");
  verify->add_option("--brand", chosen->brand_id, "One brand only");
  verify->add_option("--video", chosen->video, "Show this video's metrics side by side");
  verify->callback([&called, chosen] {
    called.command = [&called, chosen] {
      return run_verify(called.global, chosen->brand_id, chosen->video);
    };
  });
  allow_formats(verify, called, plain);

  auto* runs = root.add_subcommand("runs", "The ledger of runs, newest first");
  runs->add_option("--brand", chosen->brand_id, "One brand only");
  runs->callback([&called, chosen] {
    called.command = [&called, chosen] { return run_runs(called.global, chosen->brand_id); };
  });
  allow_formats(runs, called, plain);

  auto* rejected = root.add_subcommand("rejected", "Rows in quarantine, and why");
  rejected->add_option("--run", chosen->run_id, "One run only: its id in the ledger");
  rejected->callback([&called, chosen] {
    called.command = [&called, chosen] { return run_rejected(called.global, chosen->run_id); };
  });
  allow_formats(rejected, called, plain);
}

/// A command of SPEC section 8 that this version does not have.
void add_not_built(CLI::App& parent, invocation& called, const std::string& name) {
  auto* app = parent.add_subcommand(name, "Not built yet");
  app->prefix_command();
  app->group("");
  app->callback([&called, name] {
    called.command = [name] {
      return report(usage_error("\"" + name + "\" is not built yet in " + version_text +
                                "; `tidemark --help` lists what is"));
    };
  });
}

void add_policy(CLI::App& root, invocation& called) {
  auto file = std::make_shared<std::filesystem::path>();
  auto strict = std::make_shared<bool>(false);
  auto* app = root.add_subcommand("policy", "Check or show a policy file");
  app->require_subcommand(1);
  app->fallthrough();

  auto* check = app->add_subcommand("check", "Say everything that is wrong with a policy");
  check->add_option("file", *file, "The policy file; the config's when not given");
  check->add_flag("--strict", *strict, "Warnings are errors");
  check->callback([&called, file, strict] {
    called.command = [&called, file, strict] {
      return run_policy_check(called.global, *file, *strict);
    };
  });
  auto* show = app->add_subcommand("show", "Print a policy as it is compiled");
  show->add_option("file", *file, "The policy file; the config's when not given");
  show->callback([&called, file] {
    called.command = [&called, file] { return run_policy_show(called.global, *file); };
  });
  for (auto* one : {check, show}) {
    one->fallthrough();
    allow_formats(one, called, {output_format::table, output_format::json});
  }
  add_not_built(*app, called, "test");
  add_not_built(*app, called, "diff");
}

void add_installation(CLI::App& root, invocation& called) {
  auto* plugins = root.add_subcommand("plugins", "The plugins that are found, and those refused");
  plugins->callback([&called] {
    if (!called.command) called.command = [&called] { return run_plugins(called.global); };
  });
  plugins->require_subcommand(0, 1);
  add_not_built(*plugins, called, "describe");
  add_not_built(*plugins, called, "test");
  allow_formats(plugins, called, {output_format::table, output_format::json});

  auto* config = root.add_subcommand("config", "Check the config file");
  config->require_subcommand(1);
  config->fallthrough();
  auto* check = config->add_subcommand("check", "Config, policy, plugins and their options");
  check->fallthrough();
  check->callback([&called] {
    called.command = [&called] { return run_config_check(called.global); };
  });
  allow_formats(check, called, {output_format::table, output_format::json});
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
  add_installation(root, called);
  for (const char* name : {"explain", "correct", "retract", "daemon"})
    add_not_built(root, called, name);
  for (auto* app : root.get_subcommands({})) app->fallthrough();

  called.command = nullptr;
  try {
    root.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help or --version
    root.exit(asked);
    return exit_code::done;
  } catch (const CLI::ParseError& wrong) {
    return report(usage_error(std::string(wrong.what()) + "; see `tidemark --help`"));
  }
  return called.command();
}

}  // namespace tidemark::host
