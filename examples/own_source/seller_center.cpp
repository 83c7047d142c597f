// SPDX-License-Identifier: BSL-1.0
// A source: the "Video Performance List" that a Mexican shop exports from Seller Center. Its
// durations (`1:05`) are a form that no option of the csv source can describe.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/plugin/export.hpp>
#include <tidemark/source/data_source.hpp>
#include <tidemark/source/time_zone.hpp>
#include <tidemark/videos/row_builder.hpp>

namespace {

using namespace tidemark;

/// The columns that tidemark reads, with its names for them; other columns keep their names.
const std::map<std::string, std::string> raw_names{
    {"ID del video", "id"},           {"Creador", "username"},
    {"Título", "title"},              {"Fecha de publicación", "video_post_time"},
    {"GMV", "gmv"},                   {"GPM", "gpm"},
    {"Visualizaciones", "views"},     {"Artículos vendidos", "items_sold"},
    {"Tasa de clics", "ctr"},         {"Duración", "duration"}};

/// The cells of the next CSV record; none at the end of the file.
std::vector<std::string> next_record(std::istream& in) {
  std::vector<std::string> cells;
  std::string cell;
  bool quoted = false;
  for (char c; in.get(c);) {
    if (c == '"' && quoted && in.peek() == '"') cell += static_cast<char>(in.get());
    else if (c == '"') quoted = !quoted;
    else if (quoted || (c != ',' && c != '\n' && c != '\r')) cell += c;
    else if (c != '\r') cells.push_back(std::exchange(cell, {}));
    if (c == '\n' && !quoted) return cells;
  }
  if (!cell.empty() || !cells.empty()) cells.push_back(cell);
  return cells;
}

/// `1:05` as `65` seconds; any other text unchanged, to be rejected later.
std::string seconds(const std::string& cell) {
  const auto colon = cell.find(':');
  std::int64_t minutes = 0, rest = 0;
  const auto read = [](std::string_view text, std::int64_t& number) {
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr std::int64_t number_max = 100'000;
    return fault == std::errc{} && end == text.data() + text.size() && number >= 0 &&
           number < number_max;
  };
  if (colon == cell.npos || !read(std::string_view(cell).substr(0, colon), minutes) ||
      !read(std::string_view(cell).substr(colon + 1), rest) || rest > 59)
    return cell;
  return std::to_string(minutes * 60 + rest);
}

/// `MX$1,234.56` as `1234.56`, `1,234` as `1234`, `--` as missing. Other money is rejected later.
std::string plain(const std::string& name, std::string cell) {
  if (cell == "--") return {};
  if (name == "id" || name == "username" || name == "title") return cell;
  if (name == "duration") return seconds(cell);
  if (const auto sign = cell.find("MX$"); sign != cell.npos) cell.erase(sign, 3);
  std::erase(cell, ',');
  return cell;
}

class seller_center final : public source::data_source {
 public:
  seller_center(std::string path, std::unique_ptr<videos::wall_clock> clock)
      : path_(std::move(path)), clock_(std::move(clock)) {}

  std::string origin(const source::fetch_request& request) const override {
    std::string path = path_;
    if (const auto at = path.find("{window}"); at != path.npos)
      path.replace(at, 8, std::to_string(request.window_days));
    return path;
  }

  result<void> fetch(const source::fetch_request& request, source::row_sink& sink) override {
    const std::string path = origin(request);
    std::error_code code;
    std::ifstream file;
    if (std::filesystem::is_regular_file(path, code)) file.open(path, std::ios::binary);
    if (!file.is_open()) return failure(path + ": cannot be read; export it from Seller Center");
    next_record(file);  // the title of the list
    next_record(file);  // its range of days
    const auto header = next_record(file);
    if (std::find(header.begin(), header.end(), "ID del video") == header.end())
      return failure(path + ": record 3 has no column \"ID del video\"; export it in Spanish");

    videos::row_builder rows({request.brand_id, request.currency, clock_.get()});
    videos::video_row row;
    for (std::int64_t number = 4;; ++number) {
      const auto cells = next_record(file);
      if (cells.empty()) return {};
      for (std::size_t i = 0; i < std::min(header.size(), cells.size()); ++i) {
        const auto known = raw_names.find(header[i]);
        const std::string& name = known == raw_names.end() ? header[i] : known->second;
        rows.cell(name, plain(name, cells[i]));
      }
      auto reason = rows.finish(row);
      if (cells.size() != header.size()) reason = "the record is not as long as the header";
      if (!(reason ? sink.rejected({number, *reason, cells.front()}) : sink.row(row))) return {};
    }
  }

 private:
  std::string path_;
  std::unique_ptr<videos::wall_clock> clock_;
};

constexpr plugin::option_spec options[] = {
    {.name = "path", .type = plugin::option_type::path, .required = true,
     .help = "The exported file; {window} is replaced by the days of the window."},
    {.name = "time_zone", .help = "The shop's time zone.", .default_text = "America/Mexico_City"}};

result<std::unique_ptr<source::data_source>> create(const plugin::option_values& given) {
  auto clock = source::open_wall_clock(given.text("time_zone"));
  if (!clock) return clock.error();
  return std::make_unique<seller_center>(given.text("path"), std::move(*clock));
}

constexpr plugin::manifest self{.provides = plugin::kind::source,
                                .name = "seller_center",
                                .version = "1.0.0",
                                .options = options,
                                .option_count = std::size(options),
                                .create_source = create};

}  // namespace

TIDEMARK_PLUGIN(self);
