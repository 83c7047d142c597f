// SPDX-License-Identifier: BSL-1.0
// Requests over sockets: their form, their end, and the host that they are for.
#include <string>

#include "../served_storage.hpp"

using namespace tidemark;
using Catch::Matchers::Contains;
using test::nothing;
using test::repeated;
using test::served_storage;

TEST_CASE("a malformed request is refused, and the connection ends") {
  served_storage served("memory", nothing);
  served.start();
  const std::string host = "Host: 127.0.0.1\r\n";
  struct { const char* name; std::string sent; unsigned status; } const cases[] = {
      {"not HTTP", "hello\r\n\r\n", 400},
      {"HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"a line over the limit",
       "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n",
       431},
      {"fields over the limit",
       "GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'a') + "\r\n\r\n", 431},
      {"more fields than fit", "GET / HTTP/1.1\r\n" + host + repeated("X: a\r\n", 5'000) + "\r\n",
       431},
      {"no host", "GET /healthz HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET /healthz HTTP/1.1\r\n" + host + host + "\r\n", 400},
      {"NUL in a field",
       "GET /healthz HTTP/1.1\r\n" + host + std::string("X: a\0b", 6) + "\r\n\r\n", 400},
      {"two different hosts", "GET /healthz HTTP/1.1\r\n" + host + "Host: evil.example\r\n\r\n",
       400},
      {"two Authorization fields",
       "GET /healthz HTTP/1.1\r\n" + host + "Authorization: Bearer a\r\nAuthorization: Bearer a"
       "\r\n\r\n", 400},
      {"lines that end in LF only", "GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n", 400},
      {"a space in the target", "GET /a b HTTP/1.1\r\n" + host + "\r\n", 400},
      {"a version of one number", "GET / HTTP/3\r\n" + host + "\r\n", 400},
      {"an old version", "GET / HTTP/0.9\r\n" + host + "\r\n", 505},
      {"two empty lines before it", "\r\n\r\nGET /healthz HTTP/1.1\r\n" + host + "\r\n", 400},
      {"TLS", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) +
                  std::string(64, '\x01') + "\r\n\r\n", 400},
      {"a length below 0", "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", 400},
      {"a length beyond 64 bits",
       "POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n", 400},
      {"an invalid size of a chunk",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
      {"small chunks over the limit",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n" +
           repeated("1\r\nx\r\n", 2'000), 413},
      {"a space before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400},
      {"two lengths",
       "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
      {"a length and chunks",
       "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"a body of 100 MB",
       "POST /api/sync HTTP/1.1\r\n" + host + "Content-Length: 104857600\r\n\r\n", 413},
      {"a chunk over the limit",
       "POST /api/sync HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n6400000\r\n", 413},
  };
  for (const auto& test : cases) {
    INFO(test.name);
    auto client = served.connect();
    client.send(test.sent);
    const auto answer = client.receive();
    CHECK(answer.status == test.status);
    CHECK(answer.field("Content-Type") == "application/problem+json");
    CHECK_THAT(answer.body, Contains("\"status\":" + std::to_string(test.status)));
    CHECK(client.is_ended());
  }
  CHECK(served.get("/healthz").status == 200);
}

TEST_CASE("a body whose end is ambiguous is refused") {
  served_storage served("memory", nothing);
  served.start();
  struct { const char* name; const char* fields; unsigned status; const char* version = "1.1"; }
  const cases[] = {
      {"an unknown coding", "Transfer-Encoding: xchunked\r\n", 400},
      {"the identity coding", "Transfer-Encoding: identity\r\n", 400},
      {"a coding without chunks", "Transfer-Encoding: gzip\r\n", 400},
      {"chunks inside of another", "Transfer-Encoding: chunked, identity\r\n", 400},
      {"an empty field", "Transfer-Encoding:\r\n", 400},
      {"an empty coding at the end", "Transfer-Encoding: chunked,\r\n", 400},
      {"two fields", "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", 400},
      {"another within chunks", "Transfer-Encoding: gzip,\tchunked\r\n", 501},
      {"chunks twice", "Transfer-Encoding: chunked, chunked\r\n", 501},
      {"a length after it", "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n", 400},
      {"a length before it", "Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n", 400},
      {"chunks in HTTP/1.0", "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n", 400,
       "1.0"},
  };
  for (const auto& test : cases) {
    INFO(test.name);
    auto client = served.connect();
    client.send(std::string("POST /api/sync?brand=1 HTTP/") + test.version +
                "\r\nHost: 127.0.0.1\r\n" + test.fields +
                "\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    const auto answer = client.receive();
    CHECK(answer.status == test.status);
    CHECK(answer.field("Connection") == "close");
    CHECK(client.is_ended());
  }
  CHECK(served.daemon.syncs == 0);
  for (const std::string coding : {"chunked", "Chunked"})
    CHECK(served.connect().ask("POST", "/api/sync?brand=1",
                               "Transfer-Encoding: " + coding + "\r\n\r\n2\r\n{}\r\n0\r\n")
              .status == 202);
}

TEST_CASE("trailers are not fields of the request") {
  served_storage served("memory", nothing);
  served.options.auth_token = "s3cret";
  served.start();
  const auto asked = [&](const std::string& head, const std::string& trailer) {
    auto client = served.connect();
    client.send("POST /api/sync?brand=1 HTTP/1.1\r\n" + head +
                "Transfer-Encoding: chunked\r\n\r\n0\r\n" + trailer + "\r\n");
    return client.receive().status;
  };
  const std::string host = "Host: 127.0.0.1\r\n", token = "Authorization: Bearer s3cret\r\n";
  CHECK(asked(host, token) == 401);
  CHECK(asked(token, host) == 400);
  CHECK(asked(host + token + "Sec-Fetch-Site: cross-site\r\n",
              "Sec-Fetch-Site: same-origin\r\n") == 403);
  CHECK(served.daemon.syncs == 0);
  CHECK(asked(host + token, "X-Checksum: 0\r\n") == 202);
}

TEST_CASE("the title and the reason phrase of an answer agree") {
  served_storage served("memory", nothing);
  served.start();
  auto client = served.connect();
  client.send("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n\r\n");
  const auto answer = client.receive();
  CHECK(answer.reason == "Content Too Large");
  CHECK_THAT(answer.body, Contains("\"title\":\"Content Too Large\""));
}

TEST_CASE("a large upload is refused before it is read") {
  served_storage served("memory", nothing);
  served.start();
  auto client = served.connect();
  client.send("POST /api/sync?brand=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
              "Content-Length: 104857600\r\n\r\n");
  CHECK(client.receive().status == 413);
  // The server reads what was already sent, not 100 MB.
  const std::string block(1024 * 1024, 'x');
  int taken = 0;
  while (taken < 100 && client.send(block)) ++taken;
  CHECK(taken < 100);
  CHECK(served.daemon.syncs == 0);
}

TEST_CASE("a client that expects 100-continue gets it for a small body") {
  served_storage served("memory", nothing);
  served.start();
  auto client = served.connect();
  client.send("POST /api/sync?brand=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\n"
              "Expect: 100-continue\r\n\r\n");
  CHECK(client.receive().status == 100);
  client.send("{}");
  CHECK(client.receive().status == 202);
}

TEST_CASE("the host of the target counts, not that of the Host field") {
  served_storage served("memory", nothing);
  served.start();
  struct { const char* target; const char* host; unsigned status; } const cases[] = {
      {"/healthz", "evil.example", 421},
      {"http://evil.example/healthz", "localhost", 421},
      {"http://evil.example/healthz", "evil.example", 421},
      {"http://localhost@evil.example/healthz", "localhost", 421},
      {"http://localhost/healthz", "evil.example", 200},
      {"HTTP://LOCALHOST:80/healthz", "localhost", 200},
      {"http://localhost?x", "localhost", 302},
      {"http:///healthz", "evil.example", 400},
  };
  for (const auto& test : cases) {
    INFO(test.target << " " << test.host);
    auto client = served.connect();
    client.send(std::string("GET ") + test.target + " HTTP/1.1\r\nHost: " + test.host + "\r\n\r\n");
    CHECK(client.receive().status == test.status);
  }
}

TEST_CASE("HEAD is GET without the body") {
  served_storage served("memory", nothing);
  served.start();
  auto client = served.connect();
  for (const std::string target : {"/healthz", "/readyz", "/api/videos?brand=1", "/videos"}) {
    INFO(target);
    const auto whole = client.ask("GET", target);
    const auto head = client.ask("HEAD", target);
    CHECK(head.status == 200);
    CHECK(head.field("Content-Length") == std::to_string(whole.body.size()));
    CHECK(head.field("Content-Type") == whole.field("Content-Type"));
  }
}
