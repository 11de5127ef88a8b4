using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AsrService.Data.Migrations
{
    /// <inheritdoc />
    public partial class Sessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    protocol = table.Column<string>(type: "text", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: false),
                    client = table.Column<string>(type: "text", nullable: true),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    options = table.Column<string>(type: "jsonb", nullable: false),
                    sample_rate = table.Column<int>(type: "integer", nullable: false),
                    is_live = table.Column<bool>(type: "boolean", nullable: false),
                    callback_url = table.Column<string>(type: "text", nullable: true),
                    priority = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_chunk_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_audio_id = table.Column<int>(type: "integer", nullable: false),
                    first_sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    timed_out = table.Column<bool>(type: "boolean", nullable: false),
                    timeout_told = table.Column<bool>(type: "boolean", nullable: false),
                    given = table.Column<string>(type: "jsonb", nullable: true),
                    given_with = table.Column<int>(type: "integer", nullable: true),
                    growing = table.Column<string>(type: "jsonb", nullable: true),
                    position = table.Column<string>(type: "jsonb", nullable: true),
                    read_to = table.Column<int>(type: "integer", nullable: false),
                    owner = table.Column<string>(type: "text", nullable: true),
                    fencing_token = table.Column<long>(type: "bigint", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.id);
                    table.ForeignKey(
                        name: "FK_sessions_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "session_chunks",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    audio_id = table.Column<int>(type: "integer", nullable: false),
                    audio = table.Column<byte[]>(type: "bytea", nullable: false),
                    is_file = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_session_chunks", x => new { x.session_id, x.audio_id });
                    table.ForeignKey(
                        name: "FK_session_chunks_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "session_sentences",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    transcript = table.Column<string>(type: "jsonb", nullable: false),
                    is_given = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_session_sentences", x => new { x.session_id, x.number });
                    table.ForeignKey(
                        name: "FK_session_sentences_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_sessions_job_id",
                table: "sessions",
                column: "job_id");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_open",
                table: "sessions",
                column: "created_at",
                filter: "closed_at is null");

            migrationBuilder.CreateIndex(
                name: "ux_sessions_protocol_client_external_id",
                table: "sessions",
                columns: new[] { "protocol", "external_id", "client" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            // Samples do not shrink; trying would only cost time.
            migrationBuilder.Sql("alter table session_chunks alter column audio set storage external;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "session_chunks");

            migrationBuilder.DropTable(
                name: "session_sentences");

            migrationBuilder.DropTable(
                name: "sessions");
        }
    }
}
