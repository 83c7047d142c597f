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

#include "../http/http_server.hpp"
#include "service_manager.hpp"

namespace tidemark::host {

namespace asio = boost::asio;

namespace {

/// The clock may be set while the daemon waits: it looks at least so often.
constexpr std::chrono::seconds look_every{15};
constexpr std::chrono::seconds keep_up_every{15};
constexpr std::chrono::seconds look_back_every{5};

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

std::string named(int signal) {
  switch (signal) {
    case SIGTERM: return "SIGTERM";
    case SIGINT: return "SIGINT";
    default: return "SIGHUP";
  }
}

}  // namespace

daemon::daemon(global_options global, setup first, event_log& log)
    : global_(std::move(global)),
      first_(std::make_shared<const setup>(std::move(first))),
      log_(log),
      loaded_(first_),
      upkeep_(first_, log_, counted_, running_),
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
  http_server http(std::move(options), *this,
                   [loaded = first_] { return connect_storage(*loaded); });
  if (const auto begun = http.start(); !begun) {
    log_.write(log_level::error, "daemon could not begin", {{"error", begun.error().message}});
    return to_exit_code(begun.error().kind);
  }
  wait_for_signals();
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
              {"port", std::int64_t{http.port()}}});
  service_manager::ready();
  loop_.run();
  http.stop();
  workers_.join();
  upkeep_thread_.join();
  log_.write(log_level::info, "daemon ended");
  return exit_code::done;
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

result<void> daemon::ready() {
  const auto error = upkeep_.storage_error();
  return error.empty() ? result<void>{} : failure(error);
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

result<void> daemon::reload() {
  auto answer = std::make_shared<std::promise<result<void>>>();
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
    if (!stopping_) load_anew();
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
  if (busy_brands_.empty()) return loop_.stop();
  const auto timeout = first_->settings.daemon.shutdown_timeout;
  log_.write(log_level::info, "waiting for runs to end",
             {{"runs", static_cast<std::int64_t>(busy_brands_.size())},
              {"shutdown_timeout_ms", std::int64_t{timeout.count()}}});
  stop_timer_.expires_after(timeout * 2 / 3);
  stop_timer_.async_wait([this, timeout](const boost::system::error_code& fault) {
    if (fault) return;
    log_.write(log_level::warning, "stopping runs that have not ended");
    stop_runs_ = true;
    stop_timer_.expires_after(timeout - timeout * 2 / 3);
    stop_timer_.async_wait([this](const boost::system::error_code& again) {
      if (!again) end_at_once("shutdown_timeout is over");
    });
  });
}

void daemon::end_at_once(const std::string& why) {
  log_.write(log_level::error, "ended with runs going on",
             {{"why", why}, {"runs", static_cast<std::int64_t>(busy_brands_.size())}});
  ::_exit(static_cast<int>(exit_code::failed));
}

// --- runs

std::vector<brand_schedule> daemon::schedules() const {
  std::vector<brand_schedule> found;
  for (const auto& brand : loaded()->settings.brands)
    if (brand.schedule) found.push_back(*brand.schedule);
  return found;
}

void daemon::look_back() {
  std::vector<std::int64_t> brand_ids;
  for (const auto& brand : loaded()->settings.brands) brand_ids.push_back(brand.id);
  asio::post(upkeep_thread_, [this, brand_ids] {
    auto known = upkeep_.look_back(brand_ids);
    asio::post(loop_, [this, known = std::move(known)] {
      if (stopping_) return;
      if (!known) {  // until the storage answers nothing can be run
        tick_timer_.expires_after(look_back_every);
        return tick_timer_.async_wait([this](const boost::system::error_code& fault) {
          if (!fault) look_back();
        });
      }
      for (const auto& brand : *known)
        if (brand.claimed) scheduler_.claimed(brand.brand_id, *brand.claimed);
      make_up(*known);
      looked_back_ = true;
      tick();
    });
  });
}

void daemon::make_up(const std::vector<brand_history>& known) {
  // A run that a host's end cut short is a missed one.
  for (const auto& brand : known)
    if (brand.claimed && !brand.last_succeeded && !busy_brands_.contains(brand.brand_id)) {
      scheduler_.missed(brand.brand_id, *brand.claimed);
      claimed_.insert(brand.brand_id);
    }
}

void daemon::tick() {
  if (!looked_back_ || stopping_) return;
  const auto moment = now();
  for (const auto& due : scheduler_.take_due(moment)) {
    brand_job job{loaded(), due.brand_id, due.due_at, due.attempt, {}};
    if (due.attempt > 1 && claimed_.contains(due.brand_id)) job.to_claim.reset();
    begin_job(std::move(job));
  }
  std::map<std::int64_t, timestamp> next;
  for (const auto& schedule : schedules())
    if (const auto due = scheduler_.next_due(schedule.brand_id)) next[schedule.brand_id] = *due;
  counted_.next_due(std::move(next));

  std::chrono::microseconds pause = look_every;
  if (const auto start = scheduler_.next_start())
    pause = std::clamp<std::chrono::microseconds>(
        std::chrono::microseconds{start->micros - moment.micros}, std::chrono::milliseconds{1},
        look_every);
  tick_timer_.expires_after(pause);
  tick_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (!fault) tick();
  });
}

void daemon::begin_job(brand_job job) {
  busy_brands_.insert(job.brand_id);
  asio::post(workers_, [this, job = std::move(job)] {
    const job_surroundings around{first_, log_, counted_, running_, stop_runs_};
    const auto end = do_job(job, around);
    asio::post(loop_, [this, job, end] { job_ended(job, end); });
  });
}

void daemon::begin_run(std::int64_t brand_id, told begun) {
  const auto known = brands();
  const bool configured = std::any_of(known.begin(), known.end(), [&](const served_brand& brand) {
    return brand.id == brand_id;
  });
  if (!configured)
    return begun(usage_error("brand " + std::to_string(brand_id) + " is not configured"));
  if (stopping_) return begun(failure("the daemon is being stopped"));
  if (busy_brands_.contains(brand_id))
    return begun(busy_error("a run of brand " + std::to_string(brand_id) + " is going on"));
  scheduler_.begin(brand_id);
  begin_job({loaded(), brand_id, std::nullopt, 1, std::move(begun)});
}

void daemon::job_ended(const brand_job& job, job_end end) {
  busy_brands_.erase(job.brand_id);
  if (end.claimed) claimed_.insert(job.brand_id);
  else claimed_.erase(job.brand_id);
  scheduler_.ended(job.brand_id, now(), end.succeeded);
  if (!stopping_) return tick();
  if (busy_brands_.empty()) loop_.stop();
}

// --- the rest

void daemon::keep_up() {
  upkeep_timer_.expires_after(keep_up_every);
  upkeep_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (fault || stopping_) return;
    keep_up();
    // One that takes long is not overtaken by the next.
    if (!looked_back_ || std::exchange(keeping_up_, true)) return;
    asio::post(upkeep_thread_, [this, retention = loaded()->settings.retention] {
      asio::post(loop_, [this, cut_short = upkeep_.work(now(), retention)] {
        keeping_up_ = false;
        make_up(cut_short);
        if (!cut_short.empty()) tick();
      });
    });
  });
}

void daemon::feed_watchdog() {
  const auto interval = service_manager::watchdog_interval();
  if (!interval) return;
  service_manager::alive();
  watchdog_timer_.expires_after(*interval);
  watchdog_timer_.async_wait([this](const boost::system::error_code& fault) {
    if (!fault) feed_watchdog();
  });
}

result<void> daemon::load_anew() {
  service_manager::reloading();
  std::ostringstream said;
  auto fresh = load_setup(global_, said, &first_->plugins);
  counted_.reloaded(fresh.has_value(), now());
  service_manager::ready();
  if (!fresh) {
    auto text = said.str();
    while (text.ends_with('\n')) text.pop_back();
    log_.write(log_level::error, "reload failed; the config and policy of before stay in use",
               {{"error", text}});
    return usage_error(text);
  }
  {
    const std::lock_guard held(mutex_);
    loaded_ = std::make_shared<const setup>(std::move(*fresh));
  }
  scheduler_.set(schedules(), now());
  log_.write(log_level::info, "reloaded",
             {{"policy", loaded()->policy.name},
              {"policy_hash", loaded()->policy_hash},
              {"brands", static_cast<std::int64_t>(loaded()->settings.brands.size())},
              {"scheduled", static_cast<std::int64_t>(schedules().size())}});
  tick();
  return {};
}

}  // namespace tidemark::host
