// SPDX-License-Identifier: BSL-1.0
#include <csv/csv_columns.hpp>

#include <string>
#include <vector>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source;

namespace {

using mapping = plugin::text_lists;

/// The columns as `name=cell`, then the warnings; or the fault.
std::string found(std::vector<std::string_view> header, mapping columns = {}) {
  csv_form form;
  form.columns = std::move(columns);
  const auto result = find_columns(header, form);
  if (result.fault) return "fault: " + *result.fault;
  std::string text;
  for (const auto& column : result.kept)
    text += (text.empty() ? "" : " ") + column.name + "=" + std::to_string(column.cell);
  for (const auto& warning : result.warnings) text += "; " + warning;
  return text;
}

}  // namespace

TEST_CASE("columns are found by their header names") {
  struct {
    const char* name;
    std::vector<std::string_view> header;
    mapping columns;
    const char* expected;
  } const cases[] = {
      {"raw names", {"id", "gmv"}, {}, "id=0 gmv=1"},
      {"unknown names are kept, too", {"x", "id", "gmv", ""}, {}, "id=1 gmv=2 x=0 =3"},
      {"a mapped name", {"Video", "Sales"}, {{"id", {"Video"}}, {"gmv", {"Sales"}}}, "id=0 gmv=1"},
      {"one column under two names", {"id", "n"}, {{"views", {"n"}}, {"likes", {"n"}}},
       "views=1 likes=1 id=0"},
      {"an alias", {"id", "units_sold"}, {}, "id=0 units_sold=1"},
      {"a repeated name", {"gmv", "id", "gmv"}, {},
       "id=1 gmv=2; the column \"gmv\" appears twice; the last one is read"},
      {"a repeated name that is not read", {"x", "id", "gmv", "x"}, {},
       "id=1 gmv=2 x=3; the column \"x\" appears twice; the last one is kept"},
      {"a name that is mapped to another column", {"id", "gmv", "Sales"}, {{"gmv", {"Sales"}}},
       "gmv=2 id=0; the column \"gmv\" is not read: \"columns\" names another one for it"},
      {"the first existing header of a list", {"id", "GMV", "Vendas"},
       {{"gmv", {"Total sales", "Vendas", "Umsatz"}}},
       "gmv=2 id=0 GMV=1; the column \"GMV\" is not read: another column is read as \"gmv\""},
      {"two headers of a list that are both there", {"id", "Vendas", "Total sales"},
       {{"gmv", {"Total sales", "Vendas"}}},
       "gmv=2 id=0; the column \"Vendas\" is not read: \"columns\" names another one first for "
       "gmv"},
      {"a header of two lists", {"id", "A", "B"},
       {{"gmv", {"A", "B"}}, {"est_commission", {"B"}}}, "gmv=1 est_commission=2 id=0"},
      {"the other name of a mapped field", {"id", "items_sold", "Units"},
       {{"units_sold", {"Units"}}},
       "units_sold=2 id=0; the column \"items_sold\" is not read: \"columns\" names another one "
       "for it"},
      {"the alias of a mapped field", {"id", "ctr", "Rate"}, {{"click_through_rate", {"Rate"}}},
       "click_through_rate=2 id=0; the column \"ctr\" is not read: \"columns\" names another one "
       "for it"},
      {"a mapped header up to case and spaces", {"id", " Total SALES"}, {{"gmv", {"Total sales"}}},
       "gmv=1 id=0; the column \" Total SALES\" is read as \"Total sales\", which \"columns\" "
       "names for gmv"},
      {"no id", {"Video", "gmv"}, {},
       "fault: no column \"id\"; the header has \"Video\", \"gmv\"; map the one that holds it, as "
       "in columns: {id: \"Video ID\"}"},
      {"no id, but a usual name of it", {"Post ID", "gmv"}, {},
       "fault: no column \"id\"; the header has \"Post ID\", \"gmv\"; map the one that holds it, "
       "as in columns: {id: \"Post ID\"}"},
      {"another delimiter", {"id;gmv"}, {},
       "fault: the header is one cell; the header has \"id;gmv\"; set delimiter: \";\", or "
       "skip_lines where the header is further down"},
      {"a spreadsheet's own line", {"sep=;"}, {},
       "fault: the first line is a spreadsheet's sep= line; set skip_lines: 1, and delimiter to "
       "what it names"},
      {"tabs", {"id\tgmv, net"}, {},
       "fault: the header is one cell; the header has \"id\\x09gmv, net\"; set delimiter: tab, or "
       "skip_lines where the header is further down"},
      {"the id's column is mapped away", {"id"}, {{"title", {"id"}}},
       "fault: no column \"id\"; the header has \"id\"; map the one that holds it, as in columns: "
       "{id: \"Video ID\"}"},
      {"nothing but the id is known", {"id", "note"}, {},
       "fault: no column but the id is known; the header has \"id\", \"note\"; map them, as in "
       "columns: {gmv: \"Total sales\"}; `tidemark sources preview` shows what every column "
       "became"},
      {"a mapped column is missing", {"id", "gmv"}, {{"gmv", {"Total sales"}}},
       "fault: no column \"Total sales\", which \"columns\" names for gmv; the header has \"id\", "
       "\"gmv\""},
      {"all headers of a list are missing", {"id", "gmv"}, {{"gmv", {"a", "b"}}},
       "fault: no column \"a\" or \"b\", which \"columns\" names for gmv; the header has \"id\", "
       "\"gmv\""},
      {"a name that is not a text", {"id", "\xFF"}, {},
       "fault: the column name \"\\xFF\" is not valid UTF-8; name the file's encoding, as in "
       "encoding: WINDOWS-1252"},
  };
  for (const auto& [name, header, columns, expected] : cases) {
    INFO(name);
    CHECK(found(header, columns) == expected);
  }
}

TEST_CASE("a misspelt name is read, or a warning names it") {
  struct {
    const char* name;
    std::vector<std::string_view> header;
    const char* expected;
  } const cases[] = {
      {"spaces around it", {"id", " gmv"},
       "id=0 gmv=1; the column \" gmv\" is read as \"gmv\""},
      {"a tab and a no-break space", {"id", "\tgmv\u00A0"},
       "id=0 gmv=1; the column \"\\x09gmv\u00A0\" is read as \"gmv\""},
      {"another case", {"ID", "GMV", "CTR"},
       "id=0 gmv=1 ctr=2; the column \"ID\" is read as \"id\"; the column \"GMV\" is read as "
       "\"gmv\"; the column \"CTR\" is read as \"ctr\""},
      {"an exact name wins over a near one", {"id", "GMV", "gmv"},
       "id=0 gmv=2 GMV=1; the column \"GMV\" is not read: another column is read as \"gmv\""},
      {"two near ones: the last", {"id", "GMV", "Gmv"},
       "id=0 gmv=2; the column \"GMV\" appears twice up to case and spaces; the last one is read; "
       "the column \"Gmv\" is read as \"gmv\""},
      {"a typing error", {"id", "views", "gmw"},
       "id=0 views=1 gmw=2; the column \"gmw\" is not read; did you mean \"gmv\"? Map it: columns: "
       "{gmv: \"gmw\"}"},
      {"other words for it", {"id", "views", "itemsSold", "Likes (total)"},
       "id=0 views=1 itemsSold=2 Likes (total)=3; the column \"itemsSold\" is not read; did you "
       "mean \"items_sold\"? Map it: columns: {items_sold: \"itemsSold\"}; the column \"Likes "
       "(total)\" is not read; did you mean \"likes\"? Map it: columns: {likes: \"Likes "
       "(total)\"}"},
      {"what exports call it", {"id", "views", "Vendas brutas"},
       "id=0 views=1 Vendas brutas=2; the column \"Vendas brutas\" is not read; did you mean "
       "\"gmv\"? Map it: columns: {gmv: \"Vendas brutas\"}"},
      {"near a field that is read", {"id", "likes", "like"}, "id=0 likes=1 like=2"},
      {"another metric", {"id", "views", "CTOR", "CPM", "cvr"},
       "id=0 views=1 CTOR=2 CPM=3 cvr=4"},
  };
  for (const auto& [name, header, expected] : cases) {
    INFO(name);
    CHECK(found(header) == expected);
  }
}

TEST_CASE("every column of the header is reported") {
  csv_form form;
  form.columns = {{"gmv", {"Sales"}}};
  const std::vector<std::string_view> header{"id", "Sales", "gmv", " Views", "liks", "note"};
  const auto columns = find_columns(header, form).columns;
  REQUIRE(columns.size() == header.size());
  struct { const char* name; const char* read_as; const char* meant; bool noted; } const cases[] = {
      {"id", "id", "", false},       {"Sales", "gmv", "", false}, {"gmv", "", "", true},
      {" Views", "views", "", true}, {"liks", "", "likes", true}, {"note", "", "", false},
  };
  for (std::size_t i = 0; i < columns.size(); ++i) {
    INFO(cases[i].name);
    CHECK(columns[i].name == cases[i].name);
    CHECK(columns[i].read_as == cases[i].read_as);
    CHECK(columns[i].meant == cases[i].meant);
    CHECK(columns[i].note.empty() == !cases[i].noted);
  }
}
