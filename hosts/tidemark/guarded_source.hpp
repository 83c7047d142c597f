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

#include <tidemark/source/data_source.hpp>

#include "exit_guard.hpp"
#include "output/table.hpp"
#include "row_texts.hpp"
#include "secret_texts.hpp"

namespace tidemark::host {

/// A plugin's source as the host uses it: nothing that it says, rejects or keeps as raw_payload
/// holds a secret, no message anything that a terminal obeys, what it throws though it must not is
/// an error, a row with a text that no storage can hold is a rejected one (SPEC section 2), and a
/// row of another brand or without an id fails the fetch.
class guarded_source final : public source::data_source {
 public:
  /// `name` is the plugin's.
  guarded_source(std::unique_ptr<source::data_source> plugin, secret_texts secrets,
                 std::string name)
      : plugin_(std::move(plugin)), secrets_(std::move(secrets)), name_(std::move(name)) {}

  /// Ends the plugin's object by name: should its destructor throw, the host says whose it was.
  ~guarded_source() override {
    const plugin_at_work working(name_);
    plugin_.reset();
  }
  guarded_source(const guarded_source&) = delete;
  guarded_source& operator=(const guarded_source&) = delete;

  std::string origin(const source::fetch_request& request) const override {
    const plugin_at_work working(name_);
    try {
      return shown(plugin_->origin(request), secrets_);
    } catch (...) {
      return "the plugin " + name_ + ", whose origin() throws";
    }
  }

  result<void> fetch(const source::fetch_request& request, source::row_sink& sink) override {
    const plugin_at_work working(name_);
    guarded_sink guarded(request, sink, secrets_);
    try {
      auto fetched = plugin_->fetch(request, guarded);
      if (guarded.fault) return failure(origin(request) + ": " + *guarded.fault);
      if (fetched) return fetched;
      std::string message = shown(fetched.error().message, secrets_);
      if (message.empty())
        message = "the plugin " + name_ + " failed without a message (" + origin(request) +
                  "); look into the plugin";
      return error{fetched.error().kind, std::move(message)};
    } catch (const std::exception& thrown) {
      return failure(origin(request) + ": the plugin threw: " + shown(thrown.what(), secrets_));
    } catch (...) {
      return failure(origin(request) + ": the plugin threw what is no exception");
    }
  }

 private:
  /// What the plugin says, as it may be shown.
  static std::string shown(std::string said, const secret_texts& secrets) {
    return one_line(secrets.hidden(std::move(said)));
  }

  class guarded_sink final : public source::row_sink {
   public:
    guarded_sink(const source::fetch_request& request, source::row_sink& sink,
                 const secret_texts& secrets)
        : brand_id_(request.brand_id), sink_(sink), secrets_(secrets) {}

    bool row(videos::video_row& row) override {
      ++delivered_;
      if (row.brand_id == brand_id_ && !row.tiktok_video_id.empty() && !fault) {
        if (const auto field = unstorable_text(row)) return reject(row, *field);
        if (row.raw_payload) secrets_.hide_in_json(*row.raw_payload);
        return sink_.row(row);
      }
      if (!fault)
        fault = row.tiktok_video_id.empty()
                    ? "the plugin delivered a row without an id"
                    : "the plugin delivered a row of brand " + std::to_string(row.brand_id) +
                          ", not of brand " + std::to_string(brand_id_);
      return false;
    }

    bool rejected(source::rejected_row row) override {
      ++delivered_;
      row.reason = shown(std::move(row.reason), secrets_);
      secrets_.hide(row.raw);
      return sink_.rejected(std::move(row)) && !fault;
    }

    void begin_part(videos::added_fields added) override {
      if (added_ && *added_ != added && !fault)
        fault = "the plugin adds other fields in one part of a window than in another";
      added_ = added;
      sink_.begin_part(added);
    }

    void columns(std::span<const source::delivered_column> delivered) override {
      std::vector<source::delivered_column> safe(delivered.begin(), delivered.end());
      for (auto& column : safe) {
        column.name = secrets_.hidden(std::move(column.name));  // as it stands, for a config
        column.note = shown(std::move(column.note), secrets_);
      }
      sink_.columns(safe);
    }

    void skipped(std::int64_t rows) override { sink_.skipped(rows); }

    bool go_on() const override { return !fault && sink_.go_on(); }

    void warning(std::string message) override {
      sink_.warning(shown(std::move(message), secrets_));
    }

    std::optional<std::string> fault;  ///< why nothing of this fetch may be kept

   private:
    /// Rejects a row whose `field` no storage can hold. A source that delivers it does not say
    /// where it stood: its place among all that this fetch delivered has to do.
    bool reject(const videos::video_row& row, std::string_view field) {
      source::rejected_row one;
      one.position = delivered_;
      one.reason = std::string(field) + " is not UTF-8, or holds a NUL";
      one.raw = row.raw_payload ? row.raw_payload->text : row.tiktok_video_id;
      secrets_.hide(one.raw);
      return sink_.rejected(std::move(one));
    }

    std::int64_t brand_id_;
    std::int64_t delivered_ = 0;
    std::optional<videos::added_fields> added_;  // in the first part
    source::row_sink& sink_;
    const secret_texts& secrets_;
  };

  std::unique_ptr<source::data_source> plugin_;
  secret_texts secrets_;
  std::string name_;
};

}  // namespace tidemark::host
