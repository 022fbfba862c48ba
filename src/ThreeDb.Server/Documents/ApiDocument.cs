using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ThreeDb.Server;

/// <summary>The OpenAPI 3.1 description of the surface and the page that shows it, both made from <see cref="ApiEndpoint"/>s.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(http =>
        {
            var options = http.SerializerOptions;
            options.NumberHandling = ThreeDbJson.Options.NumberHandling;
            options.RespectNullableAnnotations = true;
            foreach (var converter in ThreeDbJson.Options.Converters)
            {
                options.Converters.Add(converter);
            }
        });
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(DescribeAsync);
            options.AddSchemaTransformer(DescribeAsync);
        });
    }

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AddEndpointFilter(RefuseOthersAsync);
        app.MapOpenApi("/openapi/{documentName}.yaml").AddEndpointFilter(RefuseOthersAsync);
        app.MapGet("/", context =>
        {
            context.Response.Redirect("/docs");
            return Task.CompletedTask;
        });
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "3db";
            page.SwaggerEndpoint($"/openapi/{Name}.json", "3db " + Name);
        });
    }

    // Left without a body, the answer becomes a problem like that of any other address where there is nothing.
    private static ValueTask<object?> RefuseOthersAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next) =>
        string.Equals(call.HttpContext.GetRouteValue("documentName") as string, Name, StringComparison.OrdinalIgnoreCase)
            ? next(call)
            : ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status404NotFound));

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "3db",
            Version = Name,
            Description = "Records, full text, vectors, graph and history in one database. One write commits everything in one transaction.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };

        // The address differs from machine to machine; the description does not.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key; not needed on a server that listens on loopback only." },
        };
        return Task.CompletedTask;
    }

    private static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiEndpoint>().FirstOrDefault() is not { } endpoint)
        {
            return;
        }

        operation.OperationId = endpoint.Name;
        operation.Summary = endpoint.Summary;
        operation.Description = endpoint.Description;
        operation.Tags = new HashSet<OpenApiTagReference> { new(endpoint.Tag, context.Document) };
        operation.Parameters = [.. PathParameters(endpoint), .. endpoint.AllQuery.Select(p => Parameter(p, ParameterLocation.Query)), .. HeadersOf(endpoint).Select(p => Parameter(p, ParameterLocation.Header))];
        if (endpoint.Accepts.Count > 0)
        {
            var body = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType>() };
            foreach (var (mediaType, form) in endpoint.Accepts)
            {
                body.Content[mediaType] = new OpenApiMediaType { Schema = await SchemaAsync(form, context, cancellationToken) };
            }

            operation.RequestBody = body;
        }

        operation.Responses = [];
        foreach (var (status, form, meaning) in endpoint.Answers)
        {
            var response = new OpenApiResponse { Description = meaning };
            if (form is not null)
            {
                response.Content = new Dictionary<string, OpenApiMediaType>
                {
                    [endpoint.AnswersIn] = new OpenApiMediaType { Schema = await SchemaAsync(form, context, cancellationToken) },
                };
            }

            if (endpoint.Scope == KeyScope.Write && form?.GetProperty("Position") is not null)
            {
                response.Headers = new Dictionary<string, IOpenApiHeader>
                {
                    ["Position"] = new OpenApiHeader { Description = "The position of the write, as in the body.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                };
            }

            operation.Responses[status.ToString()] = response;
        }

        await AddProblemsAsync(operation, endpoint, context, cancellationToken);
        if (endpoint.Scope is not null)
        {
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", context.Document)] = [] }];
        }
    }

    // A named form stands once among the components, and everywhere else as a reference.
    private static async Task<IOpenApiSchema> SchemaAsync(Type form, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        if (form.Namespace != typeof(Entity).Namespace && form.Namespace != typeof(Problem).Namespace)
        {
            return await context.GetOrCreateSchemaAsync(form, cancellationToken: cancellationToken);
        }

        var name = form.Name.EndsWith("Form", StringComparison.Ordinal) ? form.Name[..^"Form".Length] + "Request" : form.Name;
        if (document.Components?.Schemas?.ContainsKey(name) != true)
        {
            document.AddComponent(name, await context.GetOrCreateSchemaAsync(form, cancellationToken: cancellationToken));
        }

        return new OpenApiSchemaReference(name, document);
    }

    private static async Task AddProblemsAsync(OpenApiOperation operation, ApiEndpoint endpoint, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IEnumerable<ErrorCode> errors = endpoint.Scope is null ? endpoint.Errors
            : [.. endpoint.Errors, .. endpoint.TakesPosition ? ReadDemand.Errors : [], ErrorCodes.Unauthenticated, ErrorCodes.InvalidKey, ErrorCodes.InsufficientScope, ErrorCodes.StoreUnreachable];
        foreach (var group in errors.GroupBy(code => ProblemWriter.StatusOf(code.Kind)).OrderBy(group => group.Key))
        {
            operation.Responses![group.Key.ToString()] = new OpenApiResponse
            {
                Description = string.Join(" ", group.Distinct().Select(code => $"{code.Code}: {code.Title}.")),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType { Schema = await SchemaAsync(typeof(Problem), context, cancellationToken) },
                },
            };
        }
    }

    private static IEnumerable<ApiParameter> HeadersOf(ApiEndpoint endpoint) => endpoint.TakesPosition ? [.. endpoint.Headers, .. ReadDemand.Headers] : endpoint.Headers;

    private static IEnumerable<IOpenApiParameter> PathParameters(ApiEndpoint endpoint) =>
        endpoint.Pattern.Split('/').Where(part => part.StartsWith('{')).Select(part => new OpenApiParameter
        {
            Name = part.Trim('{', '}'),
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });

    private static OpenApiParameter Parameter(ApiParameter parameter, ParameterLocation location)
    {
        var schema = new OpenApiSchema
        {
            Type = parameter.Kind switch
            {
                "integer" => JsonSchemaType.Integer,
                "number" => JsonSchemaType.Number,
                "boolean" => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
        };
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = location,
            Required = parameter.IsRequired,
            Description = parameter.Description,
            Schema = parameter.IsMany ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema,
        };
    }

    // Types with a JSON form of their own say nothing by reflection.
    private static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Position))
        {
            schema.Type = JsonSchemaType.String;
            schema.Description = "A point in the change log. Opaque.";
        }
        else if (type == typeof(Filter))
        {
            schema.Type = JsonSchemaType.Object;
            schema.Description = "Fields to values or to operators (eq ne lt lte gt gte in contains exists prefix); and, or, not combine filters.";
            schema.Examples = [JsonNode.Parse("""{"plan":"smb","price":{"gt":30},"or":[{"tags":{"contains":"new"}},{"not":{"stock":0}}]}""")!];
        }
        else if (type == typeof(JsonPatch))
        {
            schema.Type = JsonSchemaType.Array;
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.Object };
            schema.Description = "A JSON Patch (RFC 6902).";
            schema.Examples = [JsonNode.Parse("""[{"op":"replace","path":"/price","value":35}]""")!];
        }
        else if (type == typeof(DateTimeOffset) || type.IsEnum)
        {
            // Both are written by converters; reflection tells the words of an enum but not that they are strings.
            schema.Type = JsonSchemaType.String | (type == context.JsonTypeInfo.Type ? 0 : JsonSchemaType.Null);
            schema.Format = type.IsEnum ? null : "date-time";
        }
        else if (type == typeof(JsonElement))
        {
            schema.Description ??= "Any JSON value.";
        }

        // What is null is absent from answers, so it cannot be required.
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable))
        {
            schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }
}
