// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "../commands/commands.hpp"
#include "../exit_code.hpp"
#include "../http/http_server.hpp"
#include "../schedule/scheduler.hpp"
#include "../setup.hpp"
#include "brand_job.hpp"
#include "daemon_control.hpp"
#include "event_log.hpp"
#include "figures.hpp"
#include "running_runs.hpp"
#include "upkeep.hpp"

namespace tidemark::host {

/// Whether a daemon can use what was loaded. Error (usage): not its storage.
result<void> fit_for_daemon(const setup& loaded);

/// `tidemark daemon`: runs brands on their schedules until it is told to stop.
///
/// One thread, that of `run`, decides; `workers` threads run brands, one looks after the rest. The
/// storage and the daemon's own settings stay those of the start; brands, sources, schedules,
/// retention and policy are those of the last good reload.
class daemon final : public daemon_control {
 public:
  daemon(global_options global, setup first, event_log& log);

  /// Returns after SIGTERM or SIGINT, when every run and answer has ended. A run that has not ended
  /// after two thirds of `shutdown_timeout` is stopped, and fails; at the end of it, or at a second
  /// signal, the process ends at once, and whoever comes next ends what it left in the ledger.
  /// Returns `usage` when the storage is one that no waiting makes fit for tidemark (SPEC section 6).
  exit_code run();

  std::vector<served_brand> brands() const override;
  std::vector<std::int32_t> windows() const override;
  result<started_run> start_sync(std::int64_t brand_id) override;
  result<reload_report> reload() override;
  result<void> ready() const override;
  std::string metrics() override { return counted_.text(); }

 private:
  using told = std::function<void(result<started_run>)>;

  std::shared_ptr<const setup> loaded() const;
  std::vector<brand_schedule> schedules() const;
  std::vector<std::int64_t> brand_ids() const;

  void wait_for_signals();
  void on_signal(int signal);
  void begin_stopping();
  void end_when_idle();
  void end_at_once(const std::string& why);

  void look_back();
  void go_on_from(const result<std::vector<brand_history>>& known);
  /// Has the run done where the schedule says so; else says what became of it.
  void make_up(const stray_run& stray);
  void tick();
  /// Whether this host has claimed `due_at` of `brand_id` and has not done it.
  bool has_claimed(std::int64_t brand_id, timestamp due_at) const;
  /// Has the due time before `due` that another host had, if there was one, looked at once more:
  /// when it was given back and nobody has done it, it is missed.
  void note_left(const due_run& due);
  void begin_job(brand_job job);
  void begin_run(std::int64_t brand_id, told begun);
  void job_ended(const brand_job& job, job_end end);

  void keep_up();
  void feed_watchdog();
  result<reload_report> load_anew();

  const global_options global_;
  const std::shared_ptr<const setup> first_;
  event_log& log_;
  figures counted_;
  running_runs running_;
  untold_ends untold_;
  std::atomic<bool> stop_runs_ = false;

  mutable std::mutex mutex_;  ///< of `loaded_`
  std::shared_ptr<const setup> loaded_;

  upkeep upkeep_;
  scheduler scheduler_;
  exit_code end_ = exit_code::done;
  bool looked_back_ = false;
  std::atomic<bool> stopping_ = false;  ///< set by the loop's thread
  bool keeping_up_ = false;
  std::set<std::int64_t> busy_brands_;   ///< that a worker has
  std::map<std::int64_t, timestamp> claimed_;  ///< due times that this host has, and has not done
  std::map<std::int64_t, timestamp> left_;     ///< the last due times that other hosts had first

  boost::asio::io_context loop_;
  boost::asio::signal_set signals_;
  boost::asio::steady_timer tick_timer_;
  boost::asio::steady_timer upkeep_timer_;
  boost::asio::steady_timer watchdog_timer_;
  boost::asio::steady_timer stop_timer_;
  boost::asio::thread_pool workers_;
  boost::asio::thread_pool upkeep_thread_;
  std::unique_ptr<http_server> http_;
  std::thread ending_;  ///< waits for the others, while the loop goes on
};

}  // namespace tidemark::host
