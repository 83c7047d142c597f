// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "answer.hpp"
#include "fault_plan.hpp"
#include "shop.hpp"

/// TikTok's services as one server: the video performance list, the tokens and oEmbed.
/// Any number of threads at a time.
class api {
 public:
  std::string app_key, app_secret, shop_cipher;
  std::string access_token, refresh_token;  ///< that are good at the start
  bool expired = false;                     ///< the access token is not
  std::vector<fault> plan;
  shop videos;
  std::set<std::string> without_oembed;  ///< videos that are gone
  std::string log_path;                  ///< one line a request; empty: none

  /// Answers one request, after a wait if the plan has one.
  answer handle(const asked& request);

 private:
  answer answer_to(const std::string& endpoint, const asked& request);
  answer list(const asked& request);
  answer refresh(const asked& request);
  answer authorise(const asked& request) const;
  answer tokens() const;
  answer oembed(const asked& request) const;
  void log(const std::string& endpoint, const asked& request, const answer& sent);

  std::mutex mutex_;
  std::map<std::string, std::int64_t> counts_;  ///< by endpoint
  int refreshes_ = 0;
};
