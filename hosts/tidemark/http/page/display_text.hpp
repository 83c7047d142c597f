// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/value/date.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/timestamp.hpp>

/// Values as the pages show them.
namespace tidemark::host {

/// Cents of `currency` (three letters): `$16,686.39`, `-€5.00`, `CHF 12.00`.
std::string amount(std::int64_t cents, const std::string& currency);

/// Whole cents as the form's field takes them: `1250.50`, `12`.
std::string plain_amount(std::int64_t cents);

/// A percentage with two decimals, rounded half away from zero: `2.40%`, `1,234.57%`.
std::string percent_text(percent value);

/// The name of a video: its title, or its id if it has no visible title.
std::string title_text(const std::optional<std::string>& title, const std::string& tiktok_video_id);

/// `7 Aug 2025`.
std::string day_text(date day);

/// `7 Aug 2025, 09:15 UTC`.
std::string moment_text(timestamp moment);

/// How long before `now` a moment was: `just now`, `5 minutes ago`, `3 hours ago`, `12 days ago`.
std::string ago(timestamp moment, timestamp now);

/// Seconds as `0:34` or `1:02:03`.
std::string length_text(std::int64_t seconds);

}  // namespace tidemark::host
