// SPDX-License-Identifier: BSL-1.0
#include "event_log.hpp"

#include <array>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <tidemark/value/json_writer.hpp>

#include "../output/table.hpp"

namespace tidemark::host {

namespace {

constexpr std::array levels{spdlog::level::info, spdlog::level::warn, spdlog::level::err};

/// `"message":"...","run_id":12`: what follows time and level in a line of JSON.
std::string json_members(std::string_view message, const storage::named_values& fields) {
  std::ostringstream text;
  json_writer out(text);
  out.begin_object();
  out.member("message", message);
  for (const auto& [name, value] : fields)
    std::visit([&, &key = name](const auto& shown) { out.member(key, shown); }, value);
  out.end_object();
  std::string object = std::move(text).str();
  return object.substr(1);
}

/// ` run_id=12 error="no rows"`
std::string text_fields(const storage::named_values& fields) {
  std::ostringstream text;
  for (const auto& [name, value] : fields) {
    text << ' ' << name << '=';
    json_writer out(text);  // one line, and the quotes in it escaped
    std::visit([&](const auto& shown) { out.value(shown); }, value);
  }
  return std::move(text).str();
}

/// `<3>`: the priority of a line, which journald removes.
class journal_priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& line, const std::tm&,
              spdlog::memory_buf_t& out) override {
    const std::string_view prefix = line.level == spdlog::level::err    ? SD_ERR
                                    : line.level == spdlog::level::warn ? SD_WARNING
                                                                        : SD_INFO;
    out.append(prefix.data(), prefix.data() + prefix.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return spdlog::details::make_unique<journal_priority>();
  }
};

/// Whether stderr goes to the journal: systemd names the file that it has connected.
bool writes_to_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat file = {};
  return stream != nullptr && ::fstat(STDERR_FILENO, &file) == 0 &&
         stream == std::to_string(file.st_dev) + ":" + std::to_string(file.st_ino);
}

}  // namespace

event_log::event_log(log_form form)
    : form_(form),
      lines_(std::make_unique<spdlog::logger>(
          "tidemark", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  auto format = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc, "\n");
  const std::string line = form == log_form::json
                               ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)"
                               : "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v";
  format->add_flag<journal_priority>('*').set_pattern(writes_to_journal() ? "%*" + line : line);
  lines_->set_formatter(std::move(format));
  lines_->flush_on(spdlog::level::info);
}

event_log::~event_log() = default;

void event_log::write(log_level level, std::string_view message,
                      const storage::named_values& fields) {
  lines_->log(levels[static_cast<std::size_t>(level)], "{}",
              form_ == log_form::json ? json_members(message, fields)
                                      : one_line(message) + text_fields(fields));
}

}  // namespace tidemark::host
