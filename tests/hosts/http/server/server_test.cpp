// SPDX-License-Identifier: BSL-1.0
// The server over sockets: clients must not be able to block it.
#include <future>
#include <list>
#include <thread>

#include <boost/asio/ip/tcp.hpp>

#include "../served_storage.hpp"

using namespace tidemark;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using test::client_answer;
using test::nothing;
using test::repeated;
using test::served_storage;

TEST_CASE("slow clients are cut off") {
  served_storage served("memory", nothing);
  served.options.limits.head_time = 150ms;
  served.options.limits.idle_time = 150ms;
  served.options.limits.write_time = 150ms;
  served.start();
  SECTION("a client that sends nothing") { CHECK(served.connect().is_ended()); }
  SECTION("a client that sends only an empty line") {
    auto client = served.connect();
    client.send("\r\n");
    CHECK(client.is_ended());
  }
  SECTION("a client that stops in the head") {
    auto client = served.connect();
    client.send("GET /healthz HTTP/1.1\r\nHo");
    CHECK(client.receive().status == 408);
    CHECK(client.is_ended());
  }
  SECTION("a client that expects 100-continue and then sends nothing") {
    auto client = served.connect();
    client.send("POST /api/sync?brand=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n"
                "Expect: 100-continue\r\n\r\n");
    CHECK(client.receive().status == 100);
    CHECK(client.receive().status == 408);
    CHECK(client.is_ended());
  }
  SECTION("a client that sends a byte at a time") {
    auto client = served.connect();
    const std::string sent = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " +
                             std::string(2'000, 'a');
    std::size_t taken = 0;
    while (taken < sent.size() && client.send(sent.substr(taken, 1))) {
      ++taken;
      std::this_thread::sleep_for(5ms);
    }
    CHECK(taken < sent.size());
  }
  SECTION("a client that announces a body and does not send it") {
    auto client = served.connect();
    client.send("POST /api/sync HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n1234");
    const auto answer = client.receive();
    CHECK(answer.status == 408);
    CHECK(answer.field("Connection") == "close");
    CHECK(answer.field("Content-Type") == "application/problem+json");
    CHECK(client.is_ended());
    CHECK(served.daemon.syncs == 0);
  }
  SECTION("a client that requests much and reads nothing") {
    auto client = served.connect();
    constexpr int asked = 4'000;  // more answers than sockets can buffer
    client.send(repeated("GET /videos HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", asked));
    // Until the server ends the connection, however slow the machine is.
    for (int i = 0; i < 600 && client.send("\r\n"); ++i) std::this_thread::sleep_for(50ms);
    int answered = 0;
    while (answered < asked && client.receive().status == 200) ++answered;
    CHECK(answered < asked);
    CHECK(served.get("/healthz").status == 200);
  }
  SECTION("a client that keeps an idle connection") {
    auto client = served.connect();
    CHECK(client.ask("GET", "/healthz").status == 200);
    CHECK(client.is_ended());
  }
}

TEST_CASE("a connection serves many requests, pipelined ones included") {
  served_storage served("memory", nothing);
  served.start();
  auto client = served.connect();
  for (int i = 0; i < 20; ++i) CHECK(client.ask("GET", "/healthz").status == 200);
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  client.send("\r\n" + request + request + "\r\n" +
              "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  for (int i = 0; i < 3; ++i) CHECK(client.receive().status == 200);
  CHECK(client.is_ended());

  auto old = served.connect();
  old.send("GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
  CHECK(old.receive().status == 200);
  CHECK(old.is_ended());
  auto nameless = served.connect();
  nameless.send("GET /healthz HTTP/1.0\r\n\r\n");
  CHECK(nameless.receive().status == 200);
  CHECK(nameless.is_ended());
}

TEST_CASE("at the limit of connections an idle one is closed, or else a new one is refused") {
  served_storage served("memory", nothing);
  served.options.limits.connections = 3;
  served.daemon.sync_takes = 400ms;
  served.start();
  std::list<test::http_client> idle;
  for (int i = 0; i < 3; ++i) {
    idle.emplace_back(served.server().port());
    REQUIRE(idle.back().ask("GET", "/healthz").status == 200);
  }
  CHECK(served.get("/healthz").status == 200);
  CHECK(idle.front().is_ended());
  idle.clear();
  std::this_thread::sleep_for(100ms);

  std::vector<std::future<client_answer>> busy;
  for (int i = 0; i < 3; ++i)
    busy.push_back(std::async(std::launch::async, [&] {
      return served.connect().ask("POST", "/api/sync?brand=1");
    }));
  std::this_thread::sleep_for(100ms);
  CHECK(served.get("/healthz").status == 503);
  for (auto& answer : busy) CHECK(answer.get().status == 202);
  CHECK(served.get("/healthz").status == 200);
}

TEST_CASE("a refused client that stays connected does not count for the limit") {
  served_storage served("memory", nothing);
  served.options.limits.connections = 1;
  served.daemon.sync_takes = 300ms;
  served.start();
  std::optional<test::http_client> refused;
  {
    auto busy = served.connect();
    busy.send("POST /api/sync?brand=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    std::this_thread::sleep_for(100ms);
    refused.emplace(served.server().port());
    CHECK(refused->receive().status == 503);
    CHECK(busy.receive().status == 202);
  }
  std::this_thread::sleep_for(100ms);
  CHECK(served.get("/healthz").status == 200);
}

TEST_CASE("a request that takes too long is answered with 503") {
  served_storage served("memory", nothing);
  served.options.limits.answer_time = 50ms;
  served.daemon.sync_takes = 300ms;
  served.start();
  auto client = served.connect();
  const auto answer = client.ask("POST", "/api/sync?brand=1");
  CHECK(answer.status == 503);
  CHECK(client.ask("GET", "/healthz").status == 200);  // the late answer is dropped
}

TEST_CASE("stopping lets the running request finish and accepts no other") {
  served_storage served("memory", nothing);
  served.daemon.sync_takes = 300ms;
  served.start();
  auto idle = served.connect();
  REQUIRE(idle.ask("GET", "/healthz").status == 200);
  auto running = std::async(std::launch::async,
                            [&] { return served.connect().ask("POST", "/api/sync?brand=1"); });
  std::this_thread::sleep_for(100ms);
  served.server().stop();
  const auto answer = running.get();
  CHECK(answer.status == 202);
  CHECK(answer.field("Connection") == "close");
  CHECK(idle.is_ended());
  CHECK_THROWS(served.connect());
  served.server().stop();
}

TEST_CASE("stopping does not wait forever") {
  served_storage served("memory", nothing);
  served.options.limits.stop_time = 50ms;
  served.start();
  auto half = served.connect();
  half.send("GET /healthz HTTP/1.1\r\n");
  std::this_thread::sleep_for(50ms);
  served.server().stop();
  CHECK_THROWS(served.connect());
}

TEST_CASE("an address that cannot be listened on gives an error with what to do") {
  served_storage first("memory", nothing);
  first.start();
  test::fake_daemon daemon;
  struct {
    const char* address;
    std::uint16_t port;
    std::string message;
    error_kind kind = error_kind::usage;
  } const cases[] = {
      {"127.0.0.1", first.server().port(),
       "cannot listen on 127.0.0.1:" + std::to_string(first.server().port()) +
           ": another program listens there; stop it, or set daemon.listen to another port"},
      {"192.0.2.1", 8080,
       "cannot listen on 192.0.2.1:8080: this machine does not have that address (yet)",
       error_kind::failed},
      {"somewhere", 8080, "daemon.listen: \"somewhere\" is neither an IP address nor localhost"},
  };
  for (const auto& test : cases) {
    INFO(test.address);
    host::http_server_options options;
    options.address = test.address;
    options.port = test.port;
    host::http_server second(options, daemon, {});
    const auto started = second.start();
    REQUIRE_FALSE(started);
    CHECK(started.error().kind == test.kind);
    CHECK_THAT(started.error().message, Contains(test.message));
  }
}
