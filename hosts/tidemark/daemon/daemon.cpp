// SPDX-License-Identifier: BSL-1.0
#include "daemon.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <future>
#include <sstream>
#include <utility>

#include <unistd.h>

#include <boost/asio/post.hpp>
#include <fmt/core.h>

#include "../application/load_application.hpp"
#include "../application/open_plugins.hpp"
#include "../output/report.hpp"
#include "../run/prepared_run.hpp"
#include "service_manager.hpp"

namespace tidemark::host {

namespace asio = boost::asio;

namespace {

error shutting_down() { return failure("the daemon is shutting down"); }

/// The loop's answer to another thread; without one, when the daemon ends first, an error.
template <typename T>
result<T> wait_for_answer(std::future<result<T>>& future) {
  if (future.wait_for(std::chrono::minutes{1}) != std::future_status::ready) return shutting_down();
  try {
    return future.get();
  } catch (const std::future_error&) {
    return shutting_down();
  }
}

/// The parts of a config that take effect at the start only, and differ between the two.
std::vector<std::string> parts_to_restart(const application& initial, const application& reloaded) {
  const auto& before = initial.settings;
  const auto& after = reloaded.settings;
  std::vector<std::string> parts;
  if (before.storage.plugin != after.storage.plugin ||
      initial.storage_options != reloaded.storage_options)
    parts.push_back("storage");
  if (before.daemon != after.daemon) parts.push_back("daemon");
  if (before.plugin_path != after.plugin_path) parts.push_back("plugin_path");
  return parts;
}

std::string signal_name(int signal) {
  switch (signal) {
    case SIGTERM: return "SIGTERM";
    case SIGINT: return "SIGINT";
    default: return "SIGHUP";
  }
}

}  // namespace

result<void> supports_daemon(const application& app) {
  const auto& name = app.settings.storage.plugin;
  const auto storage = app.plugins.find(plugin::kind::storage, name);
  if (!storage || (*storage)->loaded.self->shared) return {};
  return usage_error(fmt::format(
      "the daemon needs a shared storage; {} is not one: set storage to sqlite or postgres", name));
}

daemon::daemon(application initial, event_log& log)
    : initial_(std::make_shared<const application>(std::move(initial))),
      host_(host_and_process()),
      log_(log),
      current_(initial_),
      maintenance_(initial_, log_, metrics_, running_, pending_, host_),
      signals_(loop_, SIGTERM, SIGINT, SIGHUP),
      tick_timer_(loop_),
      maintenance_timer_(loop_),
      watchdog_timer_(loop_),
      stop_timer_(loop_),
      workers_(static_cast<std::size_t>(initial_->settings.daemon.workers)),
      maintenance_thread_(1) {}

exit_code daemon::run() {
  const auto& settings = initial_->settings.daemon;
  http_server_options options;
  options.address = settings.address;
  options.port = settings.port;
  options.auth_token = settings.auth_token;
  http_ = std::make_unique<http_server>(std::move(options), *this,
                                        [app = initial_] { return connect_storage(*app); });
  if (const auto started = http_->start(); !started) {
    log_.write(log_level::error, "daemon could not start", {{"error", started.error().message}});
    return to_exit_code(started.error().kind);
  }
  wait_for_signals();
  metrics_.configured(brand_ids());
  apply_schedules();
  load_history();
  schedule_maintenance();
  feed_watchdog();
  log_.write(log_level::info, "daemon started",
             {{"version", TIDEMARK_VERSION},
              {"config", initial_->config_path.string()},
              {"policy", initial_->policy.name},
              {"brands", static_cast<std::int64_t>(initial_->settings.brands.size())},
              {"scheduled", static_cast<std::int64_t>(schedules().size())},
              {"address", settings.address},
              {"port", std::int64_t{http_->port()}}});
  service_manager::ready();
  loop_.run();
  shutdown_thread_.join();
  log_.write(log_level::info, "daemon stopped");
  return exit_code_;
}

// --- daemon_control

std::shared_ptr<const application> daemon::current() const {
  const std::lock_guard held(mutex_);
  return current_;
}

std::vector<served_brand> daemon::brands() const {
  std::vector<served_brand> known;
  for (const auto& brand : current()->settings.brands)
    known.push_back({brand.id, brand.name, brand.currency});
  return known;
}

std::vector<std::int32_t> daemon::windows() const { return current()->policy.windows; }

result<void> daemon::ready() const { return stopping_ ? shutting_down() : result<void>{}; }

result<started_run> daemon::start_sync(std::int64_t brand_id) {
  auto answer = std::make_shared<std::promise<result<started_run>>>();
  auto future = answer->get_future();
  asio::post(loop_, [this, brand_id, answer] {
    start_run(brand_id,
              [answer](result<started_run> started) { answer->set_value(std::move(started)); });
  });
  return wait_for_answer(future);
}

result<reload_report> daemon::reload() {
  auto answer = std::make_shared<std::promise<result<reload_report>>>();
  auto future = answer->get_future();
  asio::post(loop_, [this, answer] { answer->set_value(reload_config()); });
  return wait_for_answer(future);
}

// --- signals

void daemon::wait_for_signals() {
  signals_.async_wait([this](const boost::system::error_code& fault, int signal) {
    if (fault) return;
    on_signal(signal);
    wait_for_signals();
  });
}

void daemon::on_signal(int signal) {
  log_.write(log_level::info, "signal received", {{"signal", signal_name(signal)}});
  if (signal == SIGHUP) {
    if (const auto reloaded = reload_config(); stopping_)
      log_.write(log_level::warning, "not reloaded", {{"error", reloaded.error().message}});
  } else if (stopping_) {
    terminate("a second signal");
  } else {
    begin_shutdown();
  }
}

void daemon::begin_shutdown() {
  stopping_ = true;
  service_manager::stopping();
  tick_timer_.cancel();
  maintenance_timer_.cancel();
  const auto timeout = initial_->settings.daemon.shutdown_timeout;
  if (running_count() == 0) shut_down();
  else
    log_.write(log_level::info, "waiting for runs to end",
               {{"runs", running_count()},
                {"shutdown_timeout_ms", std::int64_t{timeout.count()}}});
  stop_timer_.expires_after(timeout * 2 / 3);
  stop_timer_.async_wait([this, timeout](const boost::system::error_code& fault) {
    if (fault) return;
    if (running_count() != 0)
      log_.write(log_level::warning, "stopping runs that have not ended");
    stop_runs_ = true;
    stop_timer_.expires_after(timeout - timeout * 2 / 3);
    stop_timer_.async_wait([this](const boost::system::error_code& again) {
      if (!again) terminate("shutdown_timeout has passed");
    });
  });
}

void daemon::shut_down() {
  if (shutdown_thread_.joinable()) return;
  shutdown_thread_ = std::thread([this] {
    http_->stop();
    workers_.join();
    maintenance_thread_.join();
    asio::post(loop_, [this] { loop_.stop(); });
  });
}

void daemon::terminate(const std::string& why) {
  if (running_count() == 0) {  // only requests are pending, or maintenance: nothing is lost
    log_.write(log_level::warning, "terminated with requests pending", {{"why", why}});
    ::_exit(static_cast<int>(exit_code_));
  }
  log_.write(log_level::error, "terminated with runs in progress",
             {{"why", why}, {"runs", running_count()}});
  ::_exit(static_cast<int>(exit_code::failed));
}

// --- watchdog and reload

void daemon::feed_watchdog() {
  const auto interval = service_manager::watchdog_interval();
  if (!interval) return;
  service_manager::alive();
  watchdog_timer_.expires_after(*interval);
  watchdog_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (!fault) feed_watchdog();
  });
}

result<reload_report> daemon::reload_config() {
  if (stopping_) return shutting_down();
  service_manager::reloading();
  std::ostringstream err;
  auto reloaded = load_application(initial_->config_path, err, &initial_->plugins);
  if (reloaded)
    if (const auto supported = supports_daemon(*reloaded); !supported)
      reloaded = report(supported.error(), err);
  metrics_.reloaded(reloaded.has_value(), now());
  service_manager::ready();
  if (!reloaded) {
    auto text = text_of(err);
    log_.write(log_level::error, "reload failed; the previous config and policy stay in use",
               {{"error", text}});
    return usage_error(text);
  }
  if (const auto text = text_of(err); !text.empty())
    log_.write(log_level::warning, "the config has warnings", {{"error", text}});
  {
    const std::lock_guard held(mutex_);
    current_ = std::make_shared<const application>(std::move(*reloaded));
  }
  metrics_.configured(brand_ids());
  apply_schedules();
  log_.write(log_level::info, "reloaded",
             {{"policy", current()->policy.name},
              {"policy_hash", current()->policy_hash},
              {"brands", static_cast<std::int64_t>(current()->settings.brands.size())},
              {"scheduled", static_cast<std::int64_t>(schedules().size())}});
  reload_report report{parts_to_restart(*initial_, *current())};
  for (const auto& part : report.needs_restart)
    log_.write(log_level::warning, "a changed part of the config needs a restart",
               {{"part", part}});
  tick();
  return report;
}

}  // namespace tidemark::host
