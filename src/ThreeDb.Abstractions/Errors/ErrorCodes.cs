using System.Collections.Frozen;
using System.Reflection;

namespace ThreeDb;

/// <summary>Every code that 3db reports: 1xxx input, 2xxx state, 3xxx access, 4xxx the store, 5xxx the local runtime, 6xxx command line, 7xxx projections.</summary>
public static class ErrorCodes
{
#pragma warning disable CS1591 // Each member is documented by its own title and remedy.
    public static readonly ErrorCode InvalidJson = new("TDB1001", ErrorKind.Malformed, "The text is not valid JSON",
        "Send one JSON value as RFC 8259 defines it: no comments, no trailing commas, no NaN or Infinity.");
    public static readonly ErrorCode JsonTooDeep = new("TDB1002", ErrorKind.Malformed, "The JSON is nested too deeply",
        "Nest objects and arrays at most 64 levels deep.");
    public static readonly ErrorCode BodyTooLarge = new("TDB1003", ErrorKind.TooLarge, "The request or the document is too large",
        "Send less at once, or many entities with POST /v1/bulk; or raise the server's limit: '3db up --max-body 32M' or THREEDB_MAX_BODY=32M (in a program MaxBodyBytes and MaxDocumentBytes).");
    public static readonly ErrorCode InvalidText = new("TDB1004", ErrorKind.Malformed, "A text holds a character that PostgreSQL cannot store",
        "Remove \\u0000 and surrogates without their partner.");
    public static readonly ErrorCode NumberOutOfRange = new("TDB1005", ErrorKind.Malformed, "A number is outside the range of a 64-bit float",
        "Use numbers between -1.79e308 and 1.79e308 that have at most 400 characters when written without exponent, or send the value as a string.");
    public static readonly ErrorCode DuplicateKey = new("TDB1006", ErrorKind.Malformed, "An object has the same key twice",
        "Give every key of an object once.");
    public static readonly ErrorCode TooManyKeys = new("TDB1007", ErrorKind.Malformed, "The JSON has too many members",
        "Split the document into several entities, or raise the limit: '3db up --max-members 1000000' or THREEDB_MAX_MEMBERS=1000000 (in a program MaxMembers).");
    public static readonly ErrorCode InvalidId = new("TDB1008", ErrorKind.Malformed, "The id is not acceptable",
        "Use 1 to 200 characters, without U+0000, unpaired surrogates, and not '.' or '..'.");
    public static readonly ErrorCode InvalidName = new("TDB1009", ErrorKind.Malformed, "The name is not acceptable",
        "Names of types, relations, projects and tenants have 1 to 100 ASCII letters, digits or any of _ - . : and begin with a letter, digit or _.");
    public static readonly ErrorCode UnknownMember = new("TDB1010", ErrorKind.Malformed, "The request has a member that 3db does not know",
        "Remove the member or correct its spelling.");
    public static readonly ErrorCode InvalidFilter = new("TDB1011", ErrorKind.Malformed, "The filter is not valid",
        "A filter is an object of fields to values or to operators: eq ne lt lte gt gte in contains exists prefix; and, or, not combine filters.");
    public static readonly ErrorCode InvalidCursor = new("TDB1012", ErrorKind.Malformed, "A cursor or position does not belong to this request",
        "Pass 'next' of the previous page unchanged, with the same filter, order and type; or start again without a cursor.");
    public static readonly ErrorCode InvalidQuery = new("TDB1013", ErrorKind.Malformed, "The query is not valid",
        "See docs/guide/query.md for the members of a query.");
    public static readonly ErrorCode SchemaViolation = new("TDB1014", ErrorKind.Invalid, "The data violates the JSON Schema of its type",
        "Correct the members listed in 'errors', or change the schema of the type.");
    public static readonly ErrorCode InvalidTypeDefinition = new("TDB1015", ErrorKind.Invalid, "The definition of the type is not valid",
        "Correct the members listed in 'errors'.");
    public static readonly ErrorCode PatchFailed = new("TDB1016", ErrorKind.Invalid, "The patch cannot be applied",
        "Read the entity again and make the patch from its current data.");
    public static readonly ErrorCode InvalidParameter = new("TDB1017", ErrorKind.Malformed, "A parameter is not acceptable",
        "Correct what the message names; /docs says what each operation takes, --help what each command takes.");
    public static readonly ErrorCode InvalidEncoding = new("TDB1018", ErrorKind.Malformed, "The text is not UTF-8",
        "Encode the request as UTF-8.");
    public static readonly ErrorCode UnsupportedMediaType = new("TDB1019", ErrorKind.UnsupportedMediaType, "The media type is not supported here",
        "Send the Content-Type that the endpoint takes.");
    public static readonly ErrorCode InvalidMutation = new("TDB1020", ErrorKind.Malformed, "The mutation is not valid",
        "Correct the member that the message names; in a transaction or a bulk load each mutation also has 'op' (create, put, replace, merge, patch, delete, relate, unrelate).");
    public static readonly ErrorCode InvalidData = new("TDB1021", ErrorKind.Malformed, "The data is not a JSON object",
        "Send an object; put a single value into a member of it.");
    public static readonly ErrorCode MissingType = new("TDB1022", ErrorKind.Malformed, "The entity does not exist and no type was given",
        "Give 'type' when an entity may be created.");

    public static readonly ErrorCode EntityNotFound = new("TDB2001", ErrorKind.NotFound, "There is no such entity",
        "Check the id; deleted entities are found through their history.");
    public static readonly ErrorCode EntityExists = new("TDB2002", ErrorKind.Conflict, "An entity with this id exists",
        "Use another id, or choose replace or merge as conflict policy.");
    public static readonly ErrorCode VersionMismatch = new("TDB2003", ErrorKind.PreconditionFailed, "The entity has another version than demanded",
        "Read the entity again, apply the change to what you find, and send the version that you read (If-Match, ifVersion, --if-match); or leave the condition out to write over what others wrote.");
    public static readonly ErrorCode TypeMismatch = new("TDB2004", ErrorKind.Conflict, "The entity has another type",
        "The type of an entity cannot be changed; delete it first or use another id.");
    public static readonly ErrorCode IdempotencyMismatch = new("TDB2005", ErrorKind.Invalid, "The idempotency key was used for another request",
        "Use a new key for a new request.");
    public static readonly ErrorCode IdempotencyRunning = new("TDB2006", ErrorKind.Conflict, "A request with this idempotency key is running",
        "Wait for its answer, then send the request again.");
    public static readonly ErrorCode VersionNotFound = new("TDB2007", ErrorKind.NotFound, "The history has no such version",
        "List the history of the entity to see its versions.");
    public static readonly ErrorCode TypeNotFound = new("TDB2008", ErrorKind.NotFound, "The entity type is not declared",
        "Undeclared types work with defaults; PUT /v1/types/{name} declares one.");
    public static readonly ErrorCode DerivedRelation = new("TDB2010", ErrorKind.Conflict, "The relation is derived from a field",
        "Change the field, or the definition of the type; keys that begin with '@' belong to derived relations.");
    public static readonly ErrorCode UnknownEpoch = new("TDB2011", ErrorKind.Conflict, "The position belongs to another database",
        "The database was restored or replaced since; read without a position and take a new one.");
    public static readonly ErrorCode TenantNotFound = new("TDB2012", ErrorKind.NotFound, "There is no such tenant",
        "Create it with '3db tenant create'.");
    public static readonly ErrorCode TenantExists = new("TDB2013", ErrorKind.Conflict, "A tenant with this name exists",
        "Use it, or choose another name.");
    public static readonly ErrorCode KeyNotFound = new("TDB2014", ErrorKind.NotFound, "There is no such API key",
        "List the keys with '3db key list' or GET /v1/keys.");
    public static readonly ErrorCode RouteNotFound = new("TDB2015", ErrorKind.NotFound, "There is nothing at this address",
        "See /docs for the addresses and their methods.");
    public static readonly ErrorCode NotYet = new("TDB2016", ErrorKind.Unavailable, "The position demanded has not been reached yet",
        "Repeat the request after a short while, wait longer, or read without a position.");
    public static readonly ErrorCode NotInMemory = new("TDB2017", ErrorKind.Unavailable, "What would answer is not in memory",
        "Repeat the request after a short while; '3db doctor' says how the graph stands.");
    public static readonly ErrorCode AnalysisTooLarge = new("TDB2018", ErrorKind.TooLarge, "The work needs more memory than is allowed",
        "Raise the memory budget (THREEDB_MEMORY), or choose a smaller part of the graph.");
    public static readonly ErrorCode ScoreNotFound = new("TDB2019", ErrorKind.NotFound, "No scores are saved under this name",
        "List the names with '3db graph scores' or GET /v1/scores.");
    public static readonly ErrorCode NoOrder = new("TDB2020", ErrorKind.Conflict, "A circle of relations prevents an order",
        "Choose relation types that form no circle; '3db graph cycles' shows circles.");
    public static readonly ErrorCode TooLargeForMemory = new("TDB2021", ErrorKind.TooLarge, "What would answer does not fit into memory",
        "Raise the memory budget (THREEDB_MEMORY) and start the server again; until then repeating the request does not help.");
    public static readonly ErrorCode KeyMadeAlready = new("TDB2022", ErrorKind.Conflict, "The API key was made already, and its secret is shown once",
        "Use the secret of the first answer; if it is lost, revoke the key and create another with a new Idempotency-Key.");

    public static readonly ErrorCode Unauthenticated = new("TDB3001", ErrorKind.Unauthenticated, "The request carries no API key",
        "Send 'Authorization: Bearer <key>'; create a key with '3db key create'.");
    public static readonly ErrorCode InvalidKey = new("TDB3002", ErrorKind.Unauthenticated, "The API key is not valid",
        "It is unknown, expired or revoked; create a new one with '3db key create'.");
    public static readonly ErrorCode InsufficientScope = new("TDB3003", ErrorKind.Forbidden, "The API key does not allow this",
        "Use a key of the scope that the message names.");
    public static readonly ErrorCode UnsafeBinding = new("TDB3004", ErrorKind.Environment, "The server would be open to the network without any API key",
        "Create a key first with '3db key create --scope admin', or bind a loopback address.");
    public static readonly ErrorCode ForeignOrigin = new("TDB3005", ErrorKind.Forbidden, "A request without an API key came from another origin",
        "Call the server as localhost, or send an API key.");

    public static readonly ErrorCode StoreUnreachable = new("TDB4001", ErrorKind.Unavailable, "PostgreSQL cannot be reached",
        "Look at '3db status'; the request can be repeated once PostgreSQL answers.");
    public static readonly ErrorCode StoreBusy = new("TDB4002", ErrorKind.Unavailable, "PostgreSQL is too busy",
        "Repeat the request after a short while.");
    public static readonly ErrorCode OutcomeUnknown = new("TDB4003", ErrorKind.Unavailable, "The connection broke before the outcome was known",
        "Repeat the request with the same Idempotency-Key, or read the entity to see whether the write took place.");
    public static readonly ErrorCode SchemaTooNew = new("TDB4004", ErrorKind.Environment, "The database was migrated by a newer 3db",
        "Upgrade this 3db, or use another database.");
    public static readonly ErrorCode MigrationFailed = new("TDB4005", ErrorKind.Environment, "The database cannot be migrated",
        "The message names the statement and PostgreSQL's reason.");
    public static readonly ErrorCode WriteConflict = new("TDB4006", ErrorKind.Unavailable, "Other writers kept changing the same entities",
        "Repeat the request.");
    public static readonly ErrorCode DeadlineExceeded = new("TDB4007", ErrorKind.Timeout, "The deadline passed",
        "Repeat the request, ask for less, or raise the deadline.");
    public static readonly ErrorCode StoreRefused = new("TDB4008", ErrorKind.Invalid, "PostgreSQL refused a value",
        "The message names the reason; change the value.");
    public static readonly ErrorCode Internal = new("TDB4009", ErrorKind.Internal, "3db failed",
        "Look for the trace id in the server's log and report it.");
    public static readonly ErrorCode DatabaseFull = new("TDB4010", ErrorKind.Unavailable, "PostgreSQL has no space left",
        "Free disk space where the data folder lies; nothing was written.");
    public static readonly ErrorCode EmbeddingModelMismatch = new("TDB4011", ErrorKind.Environment, "The embedding model has another dimension than before",
        "Give the model a new name, or use the model that the database was made with.");

    public static readonly ErrorCode PortTaken = new("TDB5001", ErrorKind.Environment, "The port is taken",
        "Stop what listens there, or choose another port.");
    public static readonly ErrorCode OtherMajorVersion = new("TDB5002", ErrorKind.Environment, "The data folder belongs to another major version of PostgreSQL",
        "Use that version (THREEDB_POSTGRES), or move the data with pg_dump and pg_restore.");
    public static readonly ErrorCode DiskFull = new("TDB5003", ErrorKind.Environment, "The disk is full",
        "Free some space, or set THREEDB_DATA and THREEDB_CACHE to folders on another disk.");
    public static readonly ErrorCode NoRuntime = new("TDB5004", ErrorKind.Environment, "No PostgreSQL is at hand and none can be fetched",
        "Set THREEDB_POSTGRES to a connection string, or install apt, Docker or Podman.");
    public static readonly ErrorCode DownloadFailed = new("TDB5005", ErrorKind.Environment, "The packages could not be fetched",
        "Check the network and run the command again; what is complete is kept.");
    public static readonly ErrorCode NoZoneInfo = new("TDB5006", ErrorKind.Environment, "The machine has no time zone data",
        "Install the package 'tzdata' (/usr/share/zoneinfo), or set THREEDB_POSTGRES.");
    public static readonly ErrorCode NoUnprivilegedUser = new("TDB5007", ErrorKind.Environment, "PostgreSQL does not run as root and no other user can be used",
        "Run as an ordinary user, or create one ('useradd --system postgres').");
    public static readonly ErrorCode ServerDidNotStart = new("TDB5008", ErrorKind.Environment, "A local server did not start",
        "Its log, named in the message, says why.");
    public static readonly ErrorCode FolderNotUsable = new("TDB5009", ErrorKind.Environment, "A folder cannot be used",
        "Make it writable for the user that the message names, or choose another (THREEDB_DATA, THREEDB_CACHE).");
    public static readonly ErrorCode LockBusy = new("TDB5010", ErrorKind.Environment, "Another 3db works on the same folder",
        "Wait until it is done, then run the command again.");
    public static readonly ErrorCode UnsupportedMachine = new("TDB5011", ErrorKind.Environment, "The private runtime does not support this machine",
        "Set THREEDB_POSTGRES to a connection string.");

    public static readonly ErrorCode Usage = new("TDB6001", ErrorKind.Malformed, "The command line is not valid",
        "Add --help to see what the command takes.");
    public static readonly ErrorCode ServerNotRunning = new("TDB6002", ErrorKind.Unavailable, "No 3db server is running",
        "Start one with '3db up', or name one with --url or THREEDB_URL.");
    public static readonly ErrorCode InvalidConfiguration = new("TDB6003", ErrorKind.Environment, "The configuration is not valid",
        "Correct the setting that the message names.");
    public static readonly ErrorCode FileNotUsable = new("TDB6004", ErrorKind.Environment, "A file cannot be used",
        "Check its path and permissions.");

    public static readonly ErrorCode ProjectionUnreachable = new("TDB7001", ErrorKind.Unavailable, "The engine of the projection cannot be reached",
        "Start the engine, or wait for it: the projection goes on by itself once its engine answers.");
    public static readonly ErrorCode ProjectionRejected = new("TDB7002", ErrorKind.Invalid, "The engine of the projection cannot hold a value",
        "Change the value, or leave the field out by a sync rule; then '3db sync dead-letters NAME retry'.");
    public static readonly ErrorCode ProjectionFenced = new("TDB7003", ErrorKind.Conflict, "Another leader writes to the projection",
        "Nothing is to be done: the newer leader goes on.");
    public static readonly ErrorCode ProjectionFailed = new("TDB7004", ErrorKind.Invalid, "The engine of the projection refused a batch",
        "The message names the engine's reason.");
    public static readonly ErrorCode ProjectionNotFound = new("TDB7005", ErrorKind.NotFound, "There is no such projection",
        "List the projections with '3db sync status' or GET /v1/projections.");
    public static readonly ErrorCode InvalidProjection = new("TDB7006", ErrorKind.Invalid, "The definition of the projection is not valid",
        "Correct the members listed in 'errors'.");
    public static readonly ErrorCode NotQueryable = new("TDB7007", ErrorKind.Invalid, "The engine of the projection takes no queries",
        "Ask a projection into FalkorDB, Neo4j or Apache AGE.");
    public static readonly ErrorCode QueryRefused = new("TDB7009", ErrorKind.Invalid, "The query is refused",
        "Only reading is allowed, within the limits that the message names.");
    public static readonly ErrorCode EngineRefusesCredentials = new("TDB7010", ErrorKind.Environment, "The engine refuses the credentials of the projection",
        "Correct 'user', 'passwordFile' or 'passwordVariable' in the settings with '3db sync add', or mend the password where they lead, then '3db sync resume'.");
    public static readonly ErrorCode ProjectionLost = new("TDB7011", ErrorKind.Unavailable, "The engine of the projection has lost what it held",
        "Nothing is to be done: it is built anew from PostgreSQL.");
    public static readonly ErrorCode ProjectionTaken = new("TDB7012", ErrorKind.Conflict, "Another database feeds the copy in the engine",
        "Declare the projection under another name, or remove it with the other database.");
#pragma warning restore CS1591

    private static readonly FrozenDictionary<string, ErrorCode> ByCode = typeof(ErrorCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (ErrorCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => code.Code);

    /// <summary>All codes, in order.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } = [.. ByCode.Values.OrderBy(code => code.Code, StringComparer.Ordinal)];

    /// <summary>Finds a code by its text, or null.</summary>
    public static ErrorCode? Find(string code) => ByCode.GetValueOrDefault(code);
}
