#include "tests/e2e/balancer.h"

#include "tests/e2e/site.h"

#include <Poco/File.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace joingate::e2e {
namespace {

std::uint16_t free_port() {
    return Poco::Net::ServerSocket{Poco::Net::SocketAddress{"127.0.0.1", 0}}.address().port();
}

std::string as_http(const std::string& folder, std::uint16_t front, std::uint16_t port,
                    std::uint16_t tls_port) {
    run_program("openssl",
                {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                 "-nodes", "-days", "2", "-subj", "/CN=balancer", "-keyout", folder + "/key.pem",
                 "-out", folder + "/certificate.pem"});
    std::ostringstream text;
    text << "http {\n access_log off;\n";
    for (const auto* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
        text << ' ' << kind << "_temp_path \"" << folder << '/' << kind << "\";\n";
    text << " server {\n  listen 127.0.0.1:" << port << ";\n  listen 127.0.0.1:" << tls_port
         << " ssl;\n  ssl_certificate \"" << folder << "/certificate.pem\";\n"
         << "  ssl_certificate_key \"" << folder << "/key.pem\";\n"
         << "  location / {\n   proxy_pass http://127.0.0.1:" << front << ";\n"
         << "   proxy_bind " << Balancer::kAddress << ";\n"
         << R"(   proxy_set_header Host $http_host;
   proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
   proxy_set_header X-Forwarded-Proto $scheme;
   proxy_next_upstream off;
  }
 }
}
)";
    return text.str();
}

std::string as_proxy(std::uint16_t front, std::uint16_t port) {
    std::ostringstream text;
    text << "stream {\n server {\n  listen 127.0.0.1:" << port
         << ";\n  proxy_pass 127.0.0.1:" << front << ";\n  proxy_bind " << Balancer::kAddress
         << ";\n  proxy_protocol on;\n }\n}\n";
    return text.str();
}

Poco::ProcessHandle start(const std::string& folder, std::uint16_t front, Balancer::Speaks speaks,
                          std::uint16_t port, std::uint16_t tls_port) {
    Poco::File place{folder};
    if (place.exists()) place.remove(true);
    place.createDirectories();
    const auto configuration = folder + "/nginx.conf";
    std::ofstream file{configuration};
    if (speaks == Balancer::Speaks::Proxy)
        file << "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n";
    file << "daemon off;\nworker_processes 1;\npid \"" << folder << "/pid\";\nevents {}\n"
         << (speaks == Balancer::Speaks::Http ? as_http(folder, front, port, tls_port)
                                              : as_proxy(front, port));
    file.close();
    return Poco::Process::launch("nginx",
                                 {"-c", configuration, "-p", folder, "-e", folder + "/error.log"});
}

} // namespace

Balancer::Balancer(const std::string& folder, std::uint16_t front, Speaks speaks)
    : port_{free_port()},
      tls_port_{free_port()},
      process_{start(folder, front, speaks, port_, tls_port_)} {
    constexpr int kTries = 200;
    for (int i = 0; i < kTries && Poco::Process::isRunning(process_); ++i) {
        try {
            Poco::Net::StreamSocket{Poco::Net::SocketAddress{"127.0.0.1", port_}};
            return;
        } catch (const Poco::Net::NetException&) {
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
    }
    if (Poco::Process::isRunning(process_)) Poco::Process::kill(process_);
    throw std::runtime_error{"the balancer did not start; see " + folder + "/error.log"};
}

Balancer::~Balancer() {
    try {
        Poco::Process::requestTermination(process_.id());
        process_.wait();
    } catch (const std::exception&) {
        // It has ended by itself; the case has failed by then.
    }
}

} // namespace joingate::e2e
