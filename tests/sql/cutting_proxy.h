#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace joingate::test {

/// Forwards a Unix socket byte by byte to the database server, and cuts a connection off where the
/// client has just sent COMMIT.
class CuttingProxy {
public:
    enum class Cut {
        None,
        BeforeServer, ///< the server never sees the COMMIT
        AfterServer,  ///< the server does it, the client never hears of it
        LateServer,   ///< the client is cut off at once, the server sees the COMMIT 300 ms later
    };

    CuttingProxy(std::string server_socket, std::string own_socket);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    const std::string& socket() const { return own_socket_; }

    /// What happens to the next COMMITs, this many of them.
    void cut(Cut how, int commits);
    /// Nobody gets through any more.
    void close_down() { open_ = false; }
    int commits_seen() const { return commits_seen_; }

private:
    void accept_all();
    void forward(int client);
    bool from_client(int client, int server, const std::string& bytes);

    std::string server_socket_;
    std::string own_socket_;
    int listener_;
    std::atomic<bool> stop_{false};
    std::atomic<bool> open_{true};
    std::atomic<Cut> how_{Cut::None};
    std::atomic<int> commits_{0};
    std::atomic<int> commits_seen_{0};
    std::thread acceptor_;
    std::mutex mutex_;
    std::vector<std::thread> forwarders_;
};

} // namespace joingate::test
