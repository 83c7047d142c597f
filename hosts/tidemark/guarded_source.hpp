// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <tidemark/source/data_source.hpp>

#include "output/table.hpp"
#include "secret_texts.hpp"

namespace tidemark::host {

/// A plugin's source as the host uses it: nothing that it says holds a secret or anything that a
/// terminal obeys, what it throws though it must not is an error, and a row of another brand or
/// without an id fails the fetch.
class guarded_source final : public source::data_source {
 public:
  guarded_source(std::unique_ptr<source::data_source> plugin, secret_texts secrets)
      : plugin_(std::move(plugin)), secrets_(std::move(secrets)) {}

  std::string origin(const source::fetch_request& request) const override {
    try {
      return shown(plugin_->origin(request), secrets_);
    } catch (...) {
      return "a source whose origin() throws";
    }
  }

  result<void> fetch(const source::fetch_request& request, source::row_sink& sink) override {
    guarded_sink guarded(request, sink, secrets_);
    try {
      auto fetched = plugin_->fetch(request, guarded);
      if (guarded.fault) return failure(origin(request) + ": " + *guarded.fault);
      if (!fetched) return error{fetched.error().kind, shown(fetched.error().message, secrets_)};
      return fetched;
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
      if (row.brand_id == brand_id_ && !row.tiktok_video_id.empty() && !fault)
        return sink_.row(row);
      if (!fault)
        fault = row.tiktok_video_id.empty()
                    ? "the plugin delivered a row without an id"
                    : "the plugin delivered a row of brand " + std::to_string(row.brand_id) +
                          ", not of brand " + std::to_string(brand_id_);
      return false;
    }

    bool rejected(source::rejected_row row) override {
      row.reason = shown(std::move(row.reason), secrets_);
      return sink_.rejected(std::move(row)) && !fault;
    }

    void begin_part() override { sink_.begin_part(); }

    bool go_on() const override { return !fault && sink_.go_on(); }

    void warning(std::string message) override {
      sink_.warning(shown(std::move(message), secrets_));
    }

    std::optional<std::string> fault;  ///< why nothing of this fetch may be kept

   private:
    std::int64_t brand_id_;
    source::row_sink& sink_;
    const secret_texts& secrets_;
  };

  std::unique_ptr<source::data_source> plugin_;
  secret_texts secrets_;
};

}  // namespace tidemark::host
