// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/source/data_source.hpp>

#include "../output/table.hpp"
#include "exit_guard.hpp"
#include "redactor.hpp"
#include "row_texts.hpp"

namespace tidemark::host {

/// A plugin's source as the host uses it. No message, reject or raw_payload of it contains a
/// secret, and no message contains control characters. An exception, which it must not throw, is an
/// error; a row with a text that no storage can hold is rejected; a row of another brand or without
/// an id fails the fetch.
class guarded_source final : public source::data_source {
 public:
  /// `name` is that of the plugin.
  guarded_source(std::unique_ptr<source::data_source> plugin, redactor secrets, std::string name)
      : plugin_(std::move(plugin)), secrets_(std::move(secrets)), name_(std::move(name)) {}

  /// Destroys the plugin's object while the plugin is active: if its destructor throws, the host
  /// names it.
  ~guarded_source() override {
    const active_plugin_scope active(name_);
    plugin_.reset();
  }
  guarded_source(const guarded_source&) = delete;
  guarded_source& operator=(const guarded_source&) = delete;

  std::string origin(const source::fetch_request& request) const override {
    const active_plugin_scope active(name_);
    try {
      return shown(plugin_->origin(request), secrets_);
    } catch (...) {
      return fmt::format("the plugin {}, whose origin() throws", name_);
    }
  }

  result<void> fetch(const source::fetch_request& request, source::row_sink& sink) override {
    const active_plugin_scope active(name_);
    guarded_sink guarded(request, sink, secrets_);
    try {
      auto fetched = plugin_->fetch(request, guarded);
      if (guarded.fault) return failure(fmt::format("{}: {}", origin(request), *guarded.fault));
      if (fetched) return fetched;
      std::string message = shown(fetched.error().message, secrets_);
      if (message.empty())
        message = fmt::format("the plugin {} failed without a message ({}); look into the plugin",
                              name_, origin(request));
      return error{fetched.error().kind, std::move(message)};
    } catch (const std::exception& thrown) {
      return failure(fmt::format("{}: the plugin threw: {}", origin(request),
                                 shown(thrown.what(), secrets_)));
    } catch (...) {
      return failure(origin(request) + ": the plugin threw an object that is not a std::exception");
    }
  }

 private:
  /// A text of the plugin as it may be shown.
  static std::string shown(std::string text, const redactor& secrets) {
    return one_line(secrets.redacted(std::move(text)));
  }

  class guarded_sink final : public source::row_sink {
   public:
    guarded_sink(const source::fetch_request& request, source::row_sink& sink,
                 const redactor& secrets)
        : brand_id_(request.brand_id), sink_(sink), secrets_(secrets) {}

    bool row(videos::video_row& row) override {
      ++delivered_;
      if (row.brand_id == brand_id_ && !row.tiktok_video_id.empty() && !fault) {
        if (const auto field = unstorable_text(row)) return reject(row, *field);
        if (row.raw_payload) secrets_.redact_json(*row.raw_payload);
        return sink_.row(row);
      }
      if (!fault)
        fault = row.tiktok_video_id.empty()
                    ? "the plugin delivered a row without an id"
                    : fmt::format("the plugin delivered a row of brand {}, not of brand {}",
                                  row.brand_id, brand_id_);
      return false;
    }

    /// Passes rows on as they are, as many at once as there are; others go through `row`.
    bool rows(std::span<const videos::row_view> rows) override {
      std::size_t first = 0;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        if (is_in_order(rows[i])) continue;
        if (!pass_on(rows.subspan(first, i - first))) return false;
        tidemark::assign(owned_, rows[i]);
        if (!row(owned_)) return false;
        first = i + 1;
      }
      return pass_on(rows.subspan(first));
    }

    bool rejected(source::rejected_row row) override {
      ++delivered_;
      row.reason = shown(std::move(row.reason), secrets_);
      secrets_.redact(row.raw);
      return sink_.rejected(std::move(row)) && !fault;
    }

    void begin_part(videos::added_fields added) override {
      if (added_ && *added_ != added && !fault)
        fault = "the plugin adds up different fields in different parts of a window";
      added_ = added;
      sink_.begin_part(added);
    }

    void columns(std::span<const source::delivered_column> delivered) override {
      std::vector<source::delivered_column> safe(delivered.begin(), delivered.end());
      for (auto& column : safe) {
        column.name =
            secrets_.redacted(std::move(column.name));  // otherwise unchanged, for a config
        column.note = shown(std::move(column.note), secrets_);
      }
      sink_.columns(safe);
    }

    void skipped(std::int64_t rows) override { sink_.skipped(rows); }

    bool go_on() const override { return !fault && sink_.go_on(); }

    void warning(std::string message) override {
      sink_.warning(shown(std::move(message), secrets_));
    }

    std::optional<std::string> fault;  ///< why the fetch fails

   private:
    bool is_in_order(const videos::row_view& row) const {
      return row.brand_id == brand_id_ && !row.tiktok_video_id.empty() && !fault &&
             !unstorable_text(row) && (!row.hash_tags || row.hash_tags->is_ended()) &&
             !(row.raw_payload && secrets_.is_in(row.raw_payload->text));
    }

    bool pass_on(std::span<const videos::row_view> rows) {
      delivered_ += static_cast<std::int64_t>(rows.size());
      return rows.empty() || sink_.rows(rows);
    }

    /// Rejects a row whose `field` no storage can hold. A delivered row has no position in the
    /// source, so its number among the rows of this fetch is used.
    bool reject(const videos::video_row& row, std::string_view field) {
      source::rejected_row rejected;
      rejected.position = delivered_;
      rejected.reason = fmt::format("{} is not UTF-8, or holds a NUL", field);
      rejected.raw = row.raw_payload ? row.raw_payload->text : row.tiktok_video_id;
      secrets_.redact(rejected.raw);
      return sink_.rejected(std::move(rejected));
    }

    std::int64_t brand_id_;
    std::int64_t delivered_ = 0;
    std::optional<videos::added_fields> added_;  // those of the first part
    source::row_sink& sink_;
    const redactor& secrets_;
    videos::video_row owned_;  // a buffer
  };

  std::unique_ptr<source::data_source> plugin_;
  redactor secrets_;
  std::string name_;
};

}  // namespace tidemark::host
