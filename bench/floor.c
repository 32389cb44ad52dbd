/* The least that work of this kind can cost: one FastCGI program on plain libfcgi and libmariadb,
 * in four sizes.
 *
 *   floor echo                  a constant 150-byte reply
 *   floor read  SOCKET TABLE    signature 1.0, one prepared point SELECT
 *   floor write SOCKET TABLE    signature 1.0, START TRANSACTION, ledger INSERT, SELECT FOR UPDATE,
 * UPDATE, COMMIT
 *
 * Started with the listening socket as standard input. FLOOR_SECRET signs, FLOOR_THREADS is the
 * number of threads. */
#include <errno.h>
#include <fcgiapp.h>
#include <mysql/mysql.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { kMostParameters = 64, kMostText = 16384 };

typedef struct {
    char* name;
    char* value;
} Parameter;

typedef struct {
    MYSQL* connection;
    MYSQL_STMT* select;
    MYSQL_STMT* lock;
    MYSQL_STMT* update;
    MYSQL_STMT* ledger;
    EVP_MD_CTX* inner;
    EVP_MD_CTX* outer;
    EVP_MD_CTX* scratch;
} Worker;

static enum { ECHO, READ, WRITE } mode;
static const char* socket_path;
static const char* schema;
static char secret[256];

static void die(const char* what) {
    fprintf(stderr, "floor: %s\n", what);
    exit(1);
}

/* --- signature
 * -------------------------------------------------------------------------------------------------
 */

static int hex_digit(int c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

static void decode(char* text) {
    char* out = text;
    for (const char* in = text; *in; ++in) {
        if (*in == '%' && hex_digit(in[1]) >= 0 && hex_digit(in[2]) >= 0) {
            *out++ = (char)(hex_digit(in[1]) * 16 + hex_digit(in[2]));
            in += 2;
        } else {
            *out++ = (char)(*in == '+' ? ' ' : *in);
        }
    }
    *out = 0;
}

static char* encode(char* out, const char* text) {
    static const char hex[] = "0123456789ABCDEF";
    for (; *text; ++text) {
        const unsigned char c = (unsigned char)*text;
        if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
            c == '-' || c == '_' || c == '.' || c == '~') {
            *out++ = (char)c;
        } else {
            *out++ = '%';
            *out++ = hex[c >> 4];
            *out++ = hex[c & 15];
        }
    }
    *out = 0;
    return out;
}

static int by_name(const void* a, const void* b) {
    return strcmp(((const Parameter*)a)->name, ((const Parameter*)b)->name);
}

static int parse(char* query, Parameter* parameters) {
    int count = 0;
    for (char *rest = query, *pair; (pair = strsep(&rest, "&")) && count < kMostParameters;) {
        char* value = strchr(pair, '=');
        if (value) *value++ = 0;
        parameters[count].name = pair;
        parameters[count].value = value ? value : pair + strlen(pair);
        decode(parameters[count].name);
        decode(parameters[count].value);
        ++count;
    }
    qsort(parameters, (size_t)count, sizeof *parameters, by_name);
    return count;
}

static const char* find(const Parameter* parameters, int count, const char* name) {
    const Parameter wanted = {(char*)name, NULL};
    const Parameter* found =
        bsearch(&wanted, parameters, (size_t)count, sizeof *parameters, by_name);
    return found ? found->value : "";
}

static void key_states(Worker* worker) {
    unsigned char block[64] = {0};
    memcpy(block, secret, strlen(secret));
    worker->inner = EVP_MD_CTX_new();
    worker->outer = EVP_MD_CTX_new();
    worker->scratch = EVP_MD_CTX_new();
    for (size_t i = 0; i < sizeof block; ++i)
        block[i] ^= 0x36;
    EVP_DigestInit_ex(worker->inner, EVP_sha1(), NULL);
    EVP_DigestUpdate(worker->inner, block, sizeof block);
    for (size_t i = 0; i < sizeof block; ++i)
        block[i] ^= 0x36 ^ 0x5c;
    EVP_DigestInit_ex(worker->outer, EVP_sha1(), NULL);
    EVP_DigestUpdate(worker->outer, block, sizeof block);
}

static int is_signed(const Worker* worker, const char* method, const Parameter* parameters,
                     int count) {
    char canonical[kMostText];
    char text[kMostText];
    char* end = canonical;
    for (int i = 0; i < count; ++i) {
        if (strcmp(parameters[i].name, "Signature") == 0) continue;
        if (end != canonical) *end++ = '&';
        end = encode(end, parameters[i].name);
        *end++ = '=';
        end = encode(end, parameters[i].value);
    }
    end = text + sprintf(text, "%s&%%2F&", method);
    end = encode(end, canonical);

    unsigned char digest[20];
    unsigned char base64[32];
    EVP_MD_CTX_copy_ex(worker->scratch, worker->inner);
    EVP_DigestUpdate(worker->scratch, text, (size_t)(end - text));
    EVP_DigestFinal_ex(worker->scratch, digest, NULL);
    EVP_MD_CTX_copy_ex(worker->scratch, worker->outer);
    EVP_DigestUpdate(worker->scratch, digest, sizeof digest);
    EVP_DigestFinal_ex(worker->scratch, digest, NULL);
    EVP_EncodeBlock(base64, digest, sizeof digest);
    return strcmp((const char*)base64, find(parameters, count, "Signature")) == 0;
}

/* --- database
 * --------------------------------------------------------------------------------------------------
 */

static MYSQL_STMT* prepare(MYSQL* connection, const char* format) {
    char text[1024];
    snprintf(text, sizeof text, format, schema);
    MYSQL_STMT* statement = mysql_stmt_init(connection);
    if (mysql_stmt_prepare(statement, text, strlen(text))) die(mysql_stmt_error(statement));
    return statement;
}

static void connect_database(Worker* worker) {
    const char* user = getenv("FLOOR_USER");
    const char* password = getenv("FLOOR_PASSWORD");
    worker->connection = mysql_init(NULL);
    if (!mysql_real_connect(worker->connection, NULL, user, password, schema, 0, socket_path, 0))
        die(mysql_error(worker->connection));
    worker->select = prepare(worker->connection,
                             "SELECT id, name, enabled, version FROM %s.floor_row WHERE id = ?");
    worker->lock =
        prepare(worker->connection, "SELECT id, version FROM %s.floor_row WHERE id = ? FOR UPDATE");
    worker->update = prepare(
        worker->connection, "UPDATE %s.floor_row SET name = ?, version = version + 1 WHERE id = ?");
    worker->ledger =
        prepare(worker->connection,
                "INSERT INTO %s.floor_ledger (nonce, request, expires) VALUES (?, ?, ?)");
}

static void run(MYSQL* connection, const char* text) {
    if (mysql_real_query(connection, text, strlen(text))) die(mysql_error(connection));
}

static MYSQL_BIND text_bind(const char* text) {
    MYSQL_BIND bind = {0};
    bind.buffer_type = MYSQL_TYPE_STRING;
    bind.buffer = (void*)text;
    bind.buffer_length = strlen(text);
    return bind;
}

static MYSQL_BIND number_bind(int64_t* number) {
    MYSQL_BIND bind = {0};
    bind.buffer_type = MYSQL_TYPE_LONGLONG;
    bind.buffer = number;
    return bind;
}

static void execute(MYSQL_STMT* statement, MYSQL_BIND* binds) {
    if (mysql_stmt_bind_param(statement, binds) || mysql_stmt_execute(statement))
        die(mysql_stmt_error(statement));
}

static int fetch(MYSQL_STMT* statement, MYSQL_BIND* results) {
    if (mysql_stmt_bind_result(statement, results) || mysql_stmt_store_result(statement))
        die(mysql_stmt_error(statement));
    const int found = mysql_stmt_fetch(statement) == 0;
    mysql_stmt_free_result(statement);
    return found;
}

static int read_row(const Worker* worker, int64_t id, char* name, size_t size) {
    int64_t numbers[3] = {0};
    MYSQL_BIND in[1] = {number_bind(&id)};
    MYSQL_BIND out[4] = {
        number_bind(&numbers[0]), {0}, number_bind(&numbers[1]), number_bind(&numbers[2])};
    unsigned long length = 0;
    out[1].buffer_type = MYSQL_TYPE_STRING;
    out[1].buffer = name;
    out[1].buffer_length = size - 1;
    out[1].length = &length;
    execute(worker->select, in);
    const int found = fetch(worker->select, out);
    name[length < size ? length : size - 1] = 0;
    return found;
}

static void write_row(const Worker* worker, int64_t id, const char* name, const char* nonce) {
    int64_t expires = 1;
    int64_t version = 0;
    run(worker->connection, "START TRANSACTION");
    MYSQL_BIND ledger[3] = {text_bind(nonce), text_bind("00000000-0000-4000-8000-000000000000"),
                            number_bind(&expires)};
    execute(worker->ledger, ledger);
    MYSQL_BIND key[1] = {number_bind(&id)};
    MYSQL_BIND locked[2] = {number_bind(&id), number_bind(&version)};
    execute(worker->lock, key);
    fetch(worker->lock, locked);
    MYSQL_BIND change[2] = {text_bind(name), number_bind(&id)};
    execute(worker->update, change);
    run(worker->connection, "COMMIT");
}

/* --- requests
 * --------------------------------------------------------------------------------------------------
 */

static void answer(const Worker* worker, const FCGX_Request* request) {
    char query[kMostText] = "";
    char name[256] = "";
    if (mode != ECHO) {
        const char* raw = FCGX_GetParam("QUERY_STRING", request->envp);
        Parameter parameters[kMostParameters];
        strncpy(query, raw ? raw : "", sizeof query - 1);
        const int count = parse(query, parameters);
        if (!is_signed(worker, FCGX_GetParam("REQUEST_METHOD", request->envp), parameters, count)) {
            FCGX_PutS("Status: 400 Bad Request\r\n\r\n", request->out);
            return;
        }
        const int64_t id = 1 + atoll(find(parameters, count, "JoinPermissionId")) % 100;
        if (mode == READ)
            read_row(worker, id, name, sizeof name);
        else
            write_row(worker, id, find(parameters, count, "SignatureNonce"),
                      find(parameters, count, "SignatureNonce"));
    }
    FCGX_FPrintF(
        request->out,
        "Content-Type: application/json;charset=utf-8\r\n\r\n"
        "{\"RequestId\":\"89EF6CAA-958F-4032-8E45-FE003C6DE097\",\"Success\":true,"
        "\"Data\":{\"JoinPermissionId\":\"1\",\"JoinPermissionName\":\"%s\",\"Enabled\":true}}",
        name);
}

static void* serve(void* unused) {
    (void)unused;
    Worker worker = {0};
    FCGX_Request request;
    if (mode != ECHO) {
        mysql_thread_init();
        key_states(&worker);
        connect_database(&worker);
    }
    FCGX_InitRequest(&request, 0, 0);
    while (FCGX_Accept_r(&request) == 0) {
        answer(&worker, &request);
        FCGX_Finish_r(&request);
    }
    return NULL;
}

int main(int argc, char** argv) {
    if (argc < 2) die("usage: floor echo | read SOCKET SCHEMA | write SOCKET SCHEMA");
    mode = strcmp(argv[1], "read") == 0 ? READ : strcmp(argv[1], "write") == 0 ? WRITE : ECHO;
    if (mode != ECHO && argc < 4) die("read and write want SOCKET and SCHEMA");
    if (mode != ECHO) {
        socket_path = argv[2];
        schema = argv[3];
        snprintf(secret, 64, "%s&", getenv("FLOOR_SECRET"));
        mysql_library_init(0, NULL, NULL);
    }
    signal(SIGPIPE, SIG_IGN);
    FCGX_Init();
    const char* wanted = getenv("FLOOR_THREADS");
    const int threads = wanted ? atoi(wanted) : 8;
    for (int i = 1; i < threads; ++i) {
        pthread_t thread;
        pthread_create(&thread, NULL, serve, NULL);
    }
    serve(NULL);
    return 0;
}
