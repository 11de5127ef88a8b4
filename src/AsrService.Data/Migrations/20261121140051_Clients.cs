using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class Clients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_jobs_protocol_external_id",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ux_jobs_protocol_idempotency_key",
                table: "jobs");

            migrationBuilder.CreateTable(
                name: "client_usage",
                columns: table => new
                {
                    client = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    audio_seconds = table.Column<double>(type: "double precision", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_client_usage", x => new { x.client, x.day });
                });

            migrationBuilder.CreateTable(
                name: "clients",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    protected_secret = table.Column<string>(type: "text", nullable: true),
                    protected_webhook_secret = table.Column<string>(type: "text", nullable: false),
                    protocols = table.Column<string[]>(type: "text[]", nullable: false),
                    quota_minutes = table.Column<int>(type: "integer", nullable: true),
                    requests_per_second = table.Column<int>(type: "integer", nullable: true),
                    max_queued = table.Column<int>(type: "integer", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    callback_url = table.Column<string>(type: "text", nullable: true),
                    language = table.Column<string>(type: "text", nullable: true),
                    sample_rate = table.Column<int>(type: "integer", nullable: true),
                    channels_are_speakers = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_protection_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_protection_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operators",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    password_version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operators", x => x.name);
                });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_open_of_client",
                table: "jobs",
                column: "client",
                filter: "finished_at is null and client is not null");

            migrationBuilder.CreateIndex(
                name: "ux_jobs_protocol_client_external_id",
                table: "jobs",
                columns: new[] { "protocol", "external_id", "client" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ux_jobs_protocol_client_idempotency_key",
                table: "jobs",
                columns: new[] { "protocol", "idempotency_key", "client" },
                unique: true,
                filter: "idempotency_key is not null")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ux_clients_name",
                table: "clients",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "client_usage");

            migrationBuilder.DropTable(
                name: "clients");

            migrationBuilder.DropTable(
                name: "data_protection_keys");

            migrationBuilder.DropTable(
                name: "operators");

            migrationBuilder.DropIndex(
                name: "ix_jobs_open_of_client",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ux_jobs_protocol_client_external_id",
                table: "jobs");

            migrationBuilder.DropIndex(
                name: "ux_jobs_protocol_client_idempotency_key",
                table: "jobs");

            migrationBuilder.CreateIndex(
                name: "ux_jobs_protocol_external_id",
                table: "jobs",
                columns: new[] { "protocol", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_jobs_protocol_idempotency_key",
                table: "jobs",
                columns: new[] { "protocol", "idempotency_key" },
                unique: true,
                filter: "idempotency_key is not null");
        }
    }
}
