// SPDX-License-Identifier: BSL-1.0
#include <http/http_client.hpp>

#include <chrono>
#include <string>
#include <thread>

#include <catch.hpp>

#include "../../tiktok/mock_server.hpp"

using namespace tidemark;
using namespace std::chrono_literals;
using tiktok_test::mock_server;

namespace {

boost::system::result<http::http_response, http::transport_fault> get(
    const std::string& url, std::chrono::milliseconds timeout = 20s, std::stop_token stop = {}) {
  http::http_client client;
  return client.get({url, {}, timeout}, stop);
}

std::string oembed(const mock_server& server) { return server.url() + "/oembed?url=x/1"; }

}  // namespace

TEST_CASE("a server's answer is returned, with any status") {
  const mock_server server({"--fault", "oembed:1:status=500", "--fault", "oembed:2:rate_limit=7"});
  http::http_client client;
  const auto ask = [&] { return client.get({oembed(server), {}, 20s}, {}).value(); };
  const auto fault = ask();
  CHECK(fault.status == 500);
  CHECK_FALSE(fault.retry_after);
  const auto limited = ask();
  CHECK(limited.status == 429);
  CHECK(limited.retry_after == "7");
  const auto fine = ask();
  CHECK(fine.status == 200);
  CHECK_THAT(fine.body, Catch::Contains("/1.image"));
}

TEST_CASE("transport errors are reported as temporary") {
  struct { const char* name; const char* fault; const char* expected; } const cases[] = {
      {"a connection that is closed", "oembed:1:drop", "Empty reply from server"},
      {"an answer that is cut", "oembed:1:cut", "bytes remaining to read"},
      {"no answer in time", "oembed:1:slow=30000", "timed out after"},
  };
  for (const auto& [name, fault, expected] : cases) {
    INFO(name);
    const mock_server server({"--fault", fault});
    const auto found = get(oembed(server), 300ms);
    REQUIRE_FALSE(found.has_value());
    CHECK_THAT(found.error().reason, Catch::Contains(expected));
    CHECK_FALSE(found.error().lasting);
    CHECK_FALSE(found.error().stopped);
  }
}

TEST_CASE("an unreachable server is a temporary error, an invalid URL is not") {
  std::string address;
  {
    const mock_server server({});
    address = oembed(server);
  }
  const auto unreachable = get(address);
  REQUIRE_FALSE(unreachable.has_value());
  CHECK_FALSE(unreachable.error().lasting);
  const auto no_url = get("https://[");
  REQUIRE_FALSE(no_url.has_value());
  CHECK(no_url.error().lasting);
  const auto file = get("file:///etc/hostname");
  REQUIRE_FALSE(file.has_value());
  CHECK(file.error().lasting);
}

TEST_CASE("a request to stop ends a request that hangs") {
  const mock_server server({"--fault", "oembed:1:slow=60000"});
  std::stop_source stop;
  std::thread stopping([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  const auto found = get(oembed(server), 55s, stop.get_token());
  stopping.join();
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().stopped);
}
