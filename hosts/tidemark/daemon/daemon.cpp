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

#include "../report.hpp"
#include "service_manager.hpp"

namespace tidemark::host {

namespace asio = boost::asio;

namespace {

/// What the loop answers to another thread; it answers nothing any more when the daemon ends.
template <typename T>
result<T> answer_of(std::future<result<T>>& future) {
  if (future.wait_for(std::chrono::minutes{1}) != std::future_status::ready)
    return failure("the daemon is being stopped");
  try {
    return future.get();
  } catch (const std::future_error&) {
    return failure("the daemon is being stopped");
  }
}

/// The parts of a config that are read at the start only, and that differ in `fresh`.
std::vector<std::string> changed_until_restart(const setup& first, const setup& fresh) {
  const auto& was = first.settings;
  const auto& is = fresh.settings;
  std::vector<std::string> parts;
  if (was.storage.plugin != is.storage.plugin || first.storage_options != fresh.storage_options)
    parts.push_back("storage");
  if (was.daemon != is.daemon) parts.push_back("daemon");
  if (was.plugin_path != is.plugin_path) parts.push_back("plugin_path");
  return parts;
}

/// The brands whose due times are others than before.
std::vector<std::int64_t> changed_schedules(const std::vector<brand_schedule>& before,
                                            const std::vector<brand_schedule>& now) {
  std::vector<std::int64_t> brand_ids;
  for (const auto& schedule : now)
    if (std::none_of(before.begin(), before.end(), [&](const brand_schedule& one) {
          return one.brand_id == schedule.brand_id && one.times == schedule.times;
        }))
      brand_ids.push_back(schedule.brand_id);
  return brand_ids;
}

std::string named(int signal) {
  switch (signal) {
    case SIGTERM: return "SIGTERM";
    case SIGINT: return "SIGINT";
    default: return "SIGHUP";
  }
}

}  // namespace

result<void> fit_for_daemon(const setup& loaded) {
  const auto& name = loaded.settings.storage.plugin;
  const auto storage = loaded.plugins.find(plugin::kind::storage, name);
  if (!storage || (*storage)->loaded.self->shared) return {};
  return usage_error("the daemon needs a storage that several can use at a time; " + name +
                     " is none: set storage to sqlite or postgres");
}

daemon::daemon(global_options global, setup first, event_log& log)
    : global_(std::move(global)),
      first_(std::make_shared<const setup>(std::move(first))),
      log_(log),
      loaded_(first_),
      upkeep_(first_, log_, counted_, running_, untold_),
      signals_(loop_, SIGTERM, SIGINT, SIGHUP),
      tick_timer_(loop_),
      upkeep_timer_(loop_),
      watchdog_timer_(loop_),
      stop_timer_(loop_),
      workers_(static_cast<std::size_t>(first_->settings.daemon.workers)),
      upkeep_thread_(1) {}

exit_code daemon::run() {
  const auto& settings = first_->settings.daemon;
  http_server_options options;
  options.address = settings.address;
  options.port = settings.port;
  options.auth_token = settings.auth_token;
  http_ = std::make_unique<http_server>(std::move(options), *this,
                                        [loaded = first_] { return connect_storage(*loaded); });
  if (const auto begun = http_->start(); !begun) {
    log_.write(log_level::error, "daemon could not begin", {{"error", begun.error().message}});
    return to_exit_code(begun.error().kind);
  }
  wait_for_signals();
  counted_.configured(brand_ids());
  scheduler_.set(schedules(), now());
  look_back();
  keep_up();
  feed_watchdog();
  log_.write(log_level::info, "daemon begun",
             {{"version", TIDEMARK_VERSION},
              {"config", first_->config_path.string()},
              {"policy", first_->policy.name},
              {"brands", static_cast<std::int64_t>(first_->settings.brands.size())},
              {"scheduled", static_cast<std::int64_t>(schedules().size())},
              {"address", settings.address},
              {"port", std::int64_t{http_->port()}}});
  service_manager::ready();
  loop_.run();
  ending_.join();
  log_.write(log_level::info, "daemon ended");
  return end_;
}

// --- what others ask

std::shared_ptr<const setup> daemon::loaded() const {
  const std::lock_guard held(mutex_);
  return loaded_;
}

std::vector<served_brand> daemon::brands() const {
  std::vector<served_brand> known;
  for (const auto& brand : loaded()->settings.brands)
    known.push_back({brand.id, brand.name, brand.currency});
  return known;
}

std::vector<std::int32_t> daemon::windows() const { return loaded()->policy.windows; }

result<void> daemon::ready() const {
  return stopping_ ? failure("the daemon is being stopped") : result<void>{};
}

result<started_run> daemon::start_sync(std::int64_t brand_id) {
  auto answer = std::make_shared<std::promise<result<started_run>>>();
  auto future = answer->get_future();
  asio::post(loop_, [this, brand_id, answer] {
    begin_run(brand_id, [answer](result<started_run> begun) {
      answer->set_value(std::move(begun));
    });
  });
  return answer_of(future);
}

result<reload_report> daemon::reload() {
  auto answer = std::make_shared<std::promise<result<reload_report>>>();
  auto future = answer->get_future();
  asio::post(loop_, [this, answer] { answer->set_value(load_anew()); });
  return answer_of(future);
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
  log_.write(log_level::info, "signal", {{"signal", named(signal)}});
  if (signal == SIGHUP) {
    if (const auto loaded = load_anew(); stopping_)
      log_.write(log_level::warning, "not reloaded", {{"error", loaded.error().message}});
  } else if (stopping_) {
    end_at_once("a second signal came");
  } else {
    begin_stopping();
  }
}

void daemon::begin_stopping() {
  stopping_ = true;
  service_manager::stopping();
  tick_timer_.cancel();
  upkeep_timer_.cancel();
  const auto timeout = first_->settings.daemon.shutdown_timeout;
  if (busy_brands_.empty())
    end_when_idle();
  else
    log_.write(log_level::info, "waiting for runs to end",
               {{"runs", static_cast<std::int64_t>(busy_brands_.size())},
                {"shutdown_timeout_ms", std::int64_t{timeout.count()}}});
  stop_timer_.expires_after(timeout * 2 / 3);
  stop_timer_.async_wait([this, timeout](const boost::system::error_code& fault) {
    if (fault) return;
    if (!busy_brands_.empty())
      log_.write(log_level::warning, "stopping runs that have not ended");
    stop_runs_ = true;
    stop_timer_.expires_after(timeout - timeout * 2 / 3);
    stop_timer_.async_wait([this](const boost::system::error_code& again) {
      if (!again) end_at_once("shutdown_timeout is over");
    });
  });
}

void daemon::end_when_idle() {
  if (ending_.joinable()) return;
  ending_ = std::thread([this] {
    http_->stop();
    workers_.join();
    upkeep_thread_.join();
    asio::post(loop_, [this] { loop_.stop(); });
  });
}

void daemon::end_at_once(const std::string& why) {
  if (busy_brands_.empty()) {  // a client or the storage keeps it waiting, and nothing is lost
    log_.write(log_level::warning, "ended with questions not answered", {{"why", why}});
    ::_exit(static_cast<int>(end_));
  }
  log_.write(log_level::error, "ended with runs going on",
             {{"why", why}, {"runs", static_cast<std::int64_t>(busy_brands_.size())}});
  ::_exit(static_cast<int>(exit_code::failed));
}

// --- the rest

void daemon::feed_watchdog() {
  const auto interval = service_manager::watchdog_interval();
  if (!interval) return;
  service_manager::alive();
  watchdog_timer_.expires_after(*interval);
  watchdog_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (!fault) feed_watchdog();
  });
}

result<reload_report> daemon::load_anew() {
  if (stopping_) return failure("the daemon is being stopped");
  service_manager::reloading();
  std::ostringstream said;
  auto fresh = load_setup(global_, said, &first_->plugins);
  if (fresh)
    if (const auto fit = fit_for_daemon(*fresh); !fit) fresh = report(fit.error(), said);
  counted_.reloaded(fresh.has_value(), now());
  service_manager::ready();
  if (!fresh) {
    auto text = said_in(said);
    log_.write(log_level::error, "reload failed; the config and policy of before stay in use",
               {{"error", text}});
    return usage_error(text);
  }
  if (const auto text = said_in(said); !text.empty())
    log_.write(log_level::warning, "the config has warnings", {{"error", text}});
  const auto before = schedules();
  {
    const std::lock_guard held(mutex_);
    loaded_ = std::make_shared<const setup>(std::move(*fresh));
  }
  counted_.configured(brand_ids());
  scheduler_.set(schedules(), now());
  for (const std::int64_t id : busy_brands_) scheduler_.begin(id);  // one may have come back
  log_.write(log_level::info, "reloaded",
             {{"policy", loaded()->policy.name},
              {"policy_hash", loaded()->policy_hash},
              {"brands", static_cast<std::int64_t>(loaded()->settings.brands.size())},
              {"scheduled", static_cast<std::int64_t>(schedules().size())}});
  reload_report report{changed_until_restart(*first_, *loaded())};
  for (const auto& part : report.needs_restart)
    log_.write(log_level::warning, "what changed in a part of the config needs a restart",
               {{"part", part}});
  if (looked_back_)
    asio::post(upkeep_thread_, [this, changed = changed_schedules(before, schedules())] {
      upkeep_.begin_schedules(changed, now());
    });
  tick();
  return report;
}

}  // namespace tidemark::host
