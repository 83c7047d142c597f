// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "../application/application.hpp"
#include "../http/daemon_control.hpp"
#include "../http/server/http_server.hpp"
#include "../output/exit_code.hpp"
#include "../schedule/brand_state.hpp"
#include "active_runs.hpp"
#include "brand_job.hpp"
#include "daemon_metrics.hpp"
#include "event_log.hpp"
#include "maintenance.hpp"

namespace tidemark::host {

/// Whether a daemon can run with the storage of `app`: several threads and processes use it at
/// once. Error (usage): the storage does not support that.
result<void> supports_daemon(const application& app);

/// `tidemark daemon`: runs brands on their schedules until it receives a signal to stop.
///
/// One thread, that of `run`, decides; `workers` threads run brands, and one does maintenance. The
/// storage and the daemon's own settings stay as they were at the start; brands, sources,
/// schedules, retention and policy are those of the last successful reload.
class daemon final : public daemon_control {
 public:
  daemon(application initial, event_log& log);

  /// Returns after SIGTERM or SIGINT, when every run and every request has ended. A run that has
  /// not ended after two thirds of `shutdown_timeout` is stopped, and fails. After all of that
  /// time, or on a second signal, the process ends at once; the next process fails the runs that it
  /// left. Returns `usage` when the storage can never be used as configured.
  exit_code run();

  std::vector<served_brand> brands() const override;
  std::vector<std::int32_t> windows() const override;
  result<started_run> start_sync(std::int64_t brand_id) override;
  result<reload_report> reload() override;
  result<void> ready() const override;
  std::string metrics() override { return metrics_.text(); }

 private:
  using started_callback = std::function<void(result<started_run>)>;

  std::shared_ptr<const application> current() const;
  std::vector<brand_schedule> schedules() const;
  /// Gives the brands the schedules of the config in use.
  void apply_schedules();
  std::vector<std::int64_t> brand_ids() const;

  void wait_for_signals();
  void on_signal(int signal);
  void begin_shutdown();
  void shut_down();
  void terminate(const std::string& why);

  void load_history();
  void resume_from(const result<due_history>& history);
  /// Passes each brand its open due runs.
  void note_open(const std::vector<storage::due_run>& open);
  /// Performs the actions of the brands that are due now, and waits for the next ones.
  void tick();
  brand_state& state_of(std::int64_t brand_id);
  void start_job(std::int64_t brand_id, run_order order, started_callback on_started);
  void start_run(std::int64_t brand_id, started_callback on_started);
  void job_ended(std::int64_t brand_id, job_result ended);
  void record(std::int64_t brand_id, due_record record);
  std::int64_t running_count() const;

  void schedule_maintenance();
  void feed_watchdog();
  result<reload_report> reload_config();

  const std::shared_ptr<const application> initial_;
  const std::string host_;
  event_log& log_;
  daemon_metrics metrics_;
  active_runs running_;
  pending_reports pending_;
  std::atomic<bool> stop_runs_ = false;

  mutable std::mutex mutex_;  ///< of `current_`
  std::shared_ptr<const application> current_;

  maintenance maintenance_;
  exit_code exit_code_ = exit_code::done;
  bool history_loaded_ = false;
  std::atomic<bool> stopping_ = false;  ///< set by the thread of `run`
  bool maintaining_ = false;
  std::map<std::int64_t, brand_state> states_;  ///< of every brand that is, or was, configured

  boost::asio::io_context loop_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer tick_timer_;
  boost::asio::steady_timer maintenance_timer_;
  boost::asio::steady_timer watchdog_timer_;
  boost::asio::steady_timer stop_timer_;
  boost::asio::thread_pool workers_;
  boost::asio::thread_pool maintenance_thread_;
  std::unique_ptr<http_server> http_;
  std::thread shutdown_thread_;  ///< waits for the other threads while the loop runs
};

}  // namespace tidemark::host
