// SPDX-License-Identifier: BSL-1.0
// own_record RANKINGS.csv POLICY.yaml: the engine alone, on a record of another domain (README.md).
#include <tidemark/engine/compile.hpp>
#include <tidemark/engine/decide.hpp>
#include <tidemark/engine/merger.hpp>
#include <tidemark/record/field_text.hpp>
#include <tidemark/yaml/load_policy.hpp>

#include <boost/hana/adapt_struct.hpp>

#include <charconv>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>

using namespace tidemark;

struct repository {
  std::string repo;
  std::int64_t stars = 0, forks = 0, open_issues = 0;
  std::optional<std::string> language;
  std::optional<timestamp> last_commit;
};
BOOST_HANA_ADAPT_STRUCT(repository, repo, stars, forks, open_issues, language, last_commit);

template <>
struct tidemark::record_traits<repository> {
  static constexpr std::string_view name = "repository";
  static constexpr std::array<std::string_view, 1> key{"repo"};
};

/// The known state of a repository, and the number of days that showed fewer stars.
struct history {
  repository known;
  std::int64_t last_stars = 0, days_held = 0, deepest_fall = 0;
};

/// Reads day,list,rank,repo,stars,forks,open_issues,language,last_commit; no cell is quoted.
std::optional<repository> read_row(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) c == ',' ? void(cells.emplace_back()) : cells.back().push_back(c);
  if (cells.size() != 9) return std::nullopt;
  repository row{cells[3], 0, 0, 0, std::nullopt, parse_rfc3339(cells[8])};
  if (!cells[7].empty()) row.language = cells[7];
  for (std::size_t at = 4; auto* number : {&row.stars, &row.forks, &row.open_issues}) {
    const std::string& text = cells[at++];
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), *number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  }
  return row;
}

int main(int argc, char** argv) {
  if (argc != 3) return std::cerr << "usage: own_record RANKINGS.csv POLICY.yaml\n", 2;
  std::ifstream rankings(argv[1]), policy_file(argv[2]);
  const std::string text(std::istreambuf_iterator<char>(policy_file), {});
  auto [policy, issues] = yaml::load_policy(text);
  const auto order = engine::compile_merge<repository>(policy.merge, issues);
  engine::program<repository> rules;
  for (const auto& block : policy.upsert) rules = engine::compile_upsert<repository>(block, issues);
  engine::settle_accepts<repository>(policy, issues);
  for (const auto& issue : issues) std::cerr << to_text(issue, argv[2], text);
  if (has_error(issues)) return 2;
  std::map<std::string, std::vector<repository>> days;
  std::string line;  // at first the header
  if (!std::getline(rankings, line)) return std::cerr << argv[1] << ": no rankings here\n", 1;
  for (int number = 2; std::getline(rankings, line); ++number) {
    const auto row = read_row(line);
    if (!row) return std::cerr << argv[1] << ":" << number << ": not a row of a ranking\n", 1;
    days[line.substr(0, 10)].push_back(*row);
  }
  std::size_t delivered = 0, canonical = 0;
  std::map<std::string, history> repositories;
  for (auto& [day, rows] : days) {
    engine::merger<repository> merger(order);
    for (auto& row : rows) merger.add(row);
    delivered += rows.size();
    canonical += merger.rows().size();
    for (const auto& best : merger.rows()) {
      auto& [known, last, held, fall] = repositories.try_emplace(best.repo, best).first->second;
      const std::string before = known.language.value_or("none");
      if (engine::decide(rules, known, best).has(*find_field<repository>("language")))
        std::cout << day << "  " << best.repo << ": " << before << " -> "
                  << known.language.value_or("none") << " at " << best.stars << " stars\n";
      last = best.stars;
      held += best.stars < known.stars;
      fall = std::max(fall, known.stars - best.stars);
    }
  }
  std::cout << delivered << " rows of " << days.size() << " days, merged to " << canonical << "\n\n"
            << "stars kept  last seen  days held  deepest fall  last commit  repository\n";
  for (const auto& [name, held] : repositories)
    if (held.days_held > 0)
      std::cout << std::setw(10) << held.known.stars << std::setw(11) << held.last_stars
                << std::setw(11) << held.days_held << std::setw(14) << held.deepest_fall << "  "
                << field_text(held.known.last_commit).value_or("unknown").substr(0, 10) << "   "
                << name << '\n';
}
