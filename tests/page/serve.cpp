// SPDX-License-Identifier: BSL-1.0
// usage: serve_page STORAGE PLACE [TOKEN]
//
// Serves what STORAGE (sqlite or postgres) holds at PLACE (a file, a URL), without a daemon: for
// the tests in a browser and for measuring. Prints the address and ends with its input.
#include <cstdio>
#include <iostream>
#include <string>

#include <http/server/http_server.hpp>

#include <postgres/postgres_storage.hpp>
#include <sqlite/sqlite_storage.hpp>

#include "../hosts/http/fake_daemon.hpp"

using namespace tidemark;

namespace {

result<plugin::plugged<storage::backend>> open(const std::string& kind, const std::string& place) {
  auto opened = kind == "postgres" ? postgres::postgres_storage::open({place})
                                   : sqlite::sqlite_storage::open(place);
  if (!opened) return opened.error();
  return plugin::plugged<storage::backend>{nullptr, std::move(*opened)};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fputs("usage: serve_page STORAGE PLACE [TOKEN]\n", stderr), 2;
  const std::string kind = argv[1], place = argv[2];
  test::fake_daemon daemon;
  daemon.known = {{1, "Example brand", "USD"}, {2, "Tea & <Co>", "EUR"}};
  host::http_server_options options;
  options.port = 0;
  if (argc > 3) options.auth_token = argv[3];
  host::http_server server(options, daemon, [&] { return open(kind, place); });
  if (const auto started = server.start(); !started) {
    std::cerr << started.error().message << '\n';
    return 1;
  }
  std::cout << "http://127.0.0.1:" << server.port() << std::endl;
  while (std::cin.get() != EOF) continue;
  server.stop();
}
