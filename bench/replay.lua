-- Sends each line of a file of signed requests once: wrk -s replay.lua URL -- FILE THREADS
-- Prints one line of JSON at the end.
local threads = 0

function setup(thread)
    thread:set("id", threads)
    threads = threads + 1
end

function init(args)
    requests = {}
    at = 0
    wrapped = false
    local stride = tonumber(args[2])
    local number = 0
    for line in io.lines(args[1]) do
        if number % stride == id then
            requests[#requests + 1] = "GET " .. line .. " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
        end
        number = number + 1
    end
end

function request()
    at = at + 1
    if at > #requests then
        at = 1
    end
    return requests[at]
end

function done(summary, latency, _)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"seconds":%.6f,"p50":%.1f,"p99":%.1f,"refused":%d,"broken":%d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99),
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
