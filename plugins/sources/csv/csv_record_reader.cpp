// SPDX-License-Identifier: BSL-1.0
#include "csv_record_reader.hpp"

#include <new>
#include <utility>

namespace tidemark::source {

namespace {

constexpr std::string_view long_line = "the line is longer than 1 MiB";
constexpr std::string_view long_record = "the record is longer than 1 MiB; is a quote not closed?";
constexpr std::string_view open_to_the_end = "a quote is opened and never closed";
constexpr std::string_view lone_return = "a carriage return is alone, outside quotes";
constexpr std::string_view stray_quote =
    "a quote is inside an unquoted cell, or text follows a closing quote";

/// Whether a line needs no parser: most lines, which are split in a fraction of its time.
bool is_plain(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text.find('"') == text.npos && text.find('\r') == text.npos;
}

}  // namespace

void split_plain(std::string_view raw, char delimiter, std::vector<std::string_view>& cells) {
  if (raw.ends_with('\r')) raw.remove_suffix(1);
  cells.clear();
  for (;;) {
    const auto end = raw.find(delimiter);
    cells.push_back(raw.substr(0, end));
    if (end == raw.npos) return;
    raw.remove_prefix(end + 1);
  }
}

csv_record_reader::csv_record_reader(line_reader lines, char delimiter)
    : lines_(std::move(lines)), delimiter_(delimiter) {
  csv_init(&parser_, CSV_STRICT);
  csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  csv_set_space_func(&parser_, [](unsigned char) { return 0; });  // spaces are not trimmed
  csv_set_blk_size(&parser_, 64 * 1024);
}

csv_record_reader::~csv_record_reader() { csv_free(&parser_); }

result<bool> csv_record_reader::next(csv_record& out) {
  const auto more = next_unsplit(out);
  if (more && *more && out.plain) {
    split_plain(out.raw, delimiter_, cells_);
    out.cells = cells_;
  }
  return more;
}

result<bool> csv_record_reader::next_unsplit(csv_record& out) {
  restart();
  line first;
  do {
    const auto more = lines_.next(first);
    if (!more || !*more) return more;
  } while (!first.too_long && (first.text.empty() || first.text == "\r"));
  out = {first.number, {}, first.text, {}};
  if (first.too_long) {
    out.problem = long_line;
    return true;
  }
  out.plain = is_plain(first.text);
  if (out.plain) return true;
  progress outcome = feed(first);
  if (outcome == progress::problem && problem_ == stray_quote && unwrap_formulas(first.text)) {
    restart();
    line unwrapped = first;
    unwrapped.text = unwrapped_;
    outcome = feed(unwrapped);
  }
  switch (outcome) {
    case progress::record: take_cells(out); return true;
    case progress::problem: out.problem = problem_; return true;
    case progress::open_quote: break;
  }
  return continue_record(out, first);
}

/// Writes `text` to `unwrapped_` with `"..."` in place of each cell `="..."`, the form in which
/// spreadsheets keep a number a text; false if there is none.
bool csv_record_reader::unwrap_formulas(std::string_view text) {
  unwrapped_.clear();
  bool any = false;
  bool at_cell = true;
  bool in_quotes = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool formula = at_cell && !in_quotes && text.substr(i, 2) == "=\"";
    any = any || formula;
    if (text[i] == '"') in_quotes = !in_quotes;
    at_cell = text[i] == delimiter_;
    if (!formula) unwrapped_ += text[i];
  }
  return any;
}

/// Continues a record whose quote is open at the end of the line `first`.
result<bool> csv_record_reader::continue_record(csv_record& out, const line& first) {
  first_line_ = first.text;
  lines_.mark(first);
  while (true) {
    line next;
    const auto more = lines_.next(next);
    if (!more) return more;
    if (!*more) return give_up(out, first, open_to_the_end);
    if (next.too_long || lines_.marked().size() > line_reader::line_max)
      return give_up(out, first, long_record);
    switch (feed(next)) {
      case progress::record:
        out.raw = lines_.marked();
        take_cells(out);
        lines_.release();
        return true;
      case progress::problem: return give_up(out, first, problem_);
      case progress::open_quote: break;
    }
  }
}

bool csv_record_reader::give_up(csv_record& out, const line& first, std::string_view problem) {
  lines_.rewind();
  out = {first.number, {}, first_line_, problem};
  return true;
}

csv_record_reader::progress csv_record_reader::feed(const line& given) {
  std::string_view text = given.text;
  const bool carriage_return = text.ends_with('\r');
  if (carriage_return) text.remove_suffix(1);
  if (!parse(text)) {
    problem_ = stray_quote;
    return progress::problem;
  }
  if (records_ > 0) {
    problem_ = lone_return;
    return progress::problem;
  }
  // A line end is added to a last line without one; a quote that is open there stays open.
  if (!parse(carriage_return ? "\r\n" : "\n")) {
    problem_ = stray_quote;
    return progress::problem;
  }
  return records_ > 0 ? progress::record : progress::open_quote;
}

bool csv_record_reader::parse(std::string_view text) {
  const auto on_cell = [](void* cell, std::size_t size, void* self) {
    auto& reader = *static_cast<csv_record_reader*>(self);
    reader.bytes_.append(static_cast<const char*>(cell), size);
    reader.ends_.push_back(reader.bytes_.size());
  };
  const auto on_record = [](int, void* self) {
    ++static_cast<csv_record_reader*>(self)->records_;
  };
  if (csv_parse(&parser_, text.data(), text.size(), on_cell, on_record, this) == text.size())
    return true;
  if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
  return false;
}

void csv_record_reader::take_cells(csv_record& out) {
  cells_.clear();
  std::size_t begin = 0;
  for (const std::size_t end : ends_) {
    cells_.emplace_back(bytes_.data() + begin, end - begin);
    begin = end;
  }
  out.cells = cells_;
}

void csv_record_reader::restart() {
  csv_fini(&parser_, nullptr, nullptr, nullptr);
  bytes_.clear();
  ends_.clear();
  records_ = 0;
}

}  // namespace tidemark::source
