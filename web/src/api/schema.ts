// Made by dev/client_types.mjs from the server's description; not to be edited.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        User: {
            name: string;
            display_name: string;
            email: string;
            roles: {
                [key: string]: "viewer" | "member" | "lead" | "admin";
            };
            disabled: boolean;
            has_password: boolean;
            /** Format: date-time */
            created: string;
            signed_in: string | null;
        };
        Users: {
            users: components["schemas"]["User"][];
        };
        OneUser: {
            user: components["schemas"]["User"];
        };
        NewUser: {
            name: string;
            display_name?: string;
            email?: string;
            password?: string;
            roles?: {
                [key: string]: "viewer" | "member" | "lead" | "admin";
            };
        };
        UserChange: {
            display_name?: string;
            email?: string;
            disabled?: boolean;
            roles?: {
                [key: string]: "viewer" | "member" | "lead" | "admin";
            };
        };
        NewPassword: {
            password: string;
        };
        Key: {
            id: string;
            name: string;
            owner: string;
            scopes: ("read" | "write" | "admin" | "model")[];
            projects: null | string[];
            /** Format: date-time */
            created: string;
            expires: string | null;
            used: string | null;
            revoked: string | null;
        };
        Keys: {
            keys: components["schemas"]["Key"][];
        };
        NewKey: {
            name: string;
            scopes?: ("read" | "write" | "admin" | "model")[];
            projects?: null | string[];
            expires?: string | null;
        };
        IssuedKey: {
            id: string;
            name: string;
            owner: string;
            scopes: ("read" | "write" | "admin" | "model")[];
            projects: null | string[];
            /** Format: date-time */
            created: string;
            expires: string | null;
            used: string | null;
            revoked: string | null;
            key: string;
        };
        Audit: {
            entries: {
                seq: number;
                /** Format: date-time */
                at: string;
                who: string;
                from: string;
                action: string;
                target: string;
                details: unknown;
                outcome: string;
            }[];
            next: number | null;
        };
        Connection: {
            name: string;
            product: string | null;
            url: string;
            user: string;
            projects: string[];
            verify_tls: boolean;
            read_only: boolean;
            from_environment: boolean;
            /** @enum {unknown} */
            secret: "sealed" | "environment";
            webhook: boolean;
            /** @enum {unknown} */
            state: "ok" | "failed" | "never";
            last_sync: string | null;
            problem: string | null;
        };
        Connections: {
            connections: components["schemas"]["Connection"][];
            products: {
                name: string;
                title: string;
            }[];
            keeps_secrets: boolean;
        };
        NewConnection: {
            url: string;
            product?: string;
            user?: string;
            projects?: string[];
            secret?: string;
            verify_tls?: boolean;
            read_only?: boolean;
        };
        CheckedConnection: {
            name: string;
            product: string | null;
            url: string;
            user: string;
            projects: string[];
            verify_tls: boolean;
            read_only: boolean;
            from_environment: boolean;
            account: {
                id: string;
                name: string;
                time_zone: string;
            };
            tracker: string;
            permissions: {
                what: string;
                granted: boolean;
                needed_to_read: boolean;
                hint: string;
            }[];
            can_read: boolean;
        };
        WantedModel: {
            name: string;
        };
        ModelChoice: {
            model: string;
        };
        Rules: {
            rules: Record<string, never>[];
        };
        NewRule: Record<string, never>;
        OneRule: {
            rule: Record<string, never>;
        };
        Channels: {
            channels: Record<string, never>[];
        };
        NewChannel: Record<string, never>;
        OneChannel: {
            channel: Record<string, never>;
        };
        OneDelivery: {
            delivery: Record<string, never>;
        };
        Deliveries: {
            deliveries: Record<string, never>[];
        };
        Summary: {
            name: string;
            on: boolean;
            /** @enum {unknown} */
            kind: "daily_hygiene" | "weekly_summary";
            projects: string[];
            attach_report: boolean;
            channel: string;
        };
        Summaries: {
            summaries: components["schemas"]["Summary"][];
        };
        NewSummary: {
            on?: boolean;
            /** @enum {unknown} */
            kind: "daily_hygiene" | "weekly_summary";
            projects?: string[];
            attach_report?: boolean;
            channel: string;
        };
        OneSummary: {
            summary: components["schemas"]["Summary"];
        };
        ChatRequest: {
            /** @description A name of GET /v1/models */
            model: string;
            messages: {
                /** @enum {unknown} */
                role: "system" | "developer" | "user" | "assistant";
                content: string | {
                    /** @enum {unknown} */
                    type: "text" | "refusal";
                    text?: string;
                    refusal?: string;
                }[];
                name?: string;
            }[];
            temperature?: number | null;
            top_p?: number | null;
            /** @description Without one, the same question has the same answer */
            seed?: number | null;
            max_completion_tokens?: number | null;
            max_tokens?: number | null;
            stop?: string | string[] | null;
            stream?: boolean | null;
            stream_options?: {
                include_usage?: boolean | null;
            } | null;
            response_format?: {
                /** @enum {unknown} */
                type: "text" | "json_object" | "json_schema";
                json_schema?: {
                    name: string;
                    description?: string;
                    strict?: boolean | null;
                    schema: Record<string, never>;
                };
            } | null;
        };
        ChatCompletion: {
            id: string;
            /** @constant */
            object: "chat.completion";
            created: number;
            model: string;
            choices: {
                index: number;
                message: {
                    /** @constant */
                    role: "assistant";
                    content: string | null;
                    refusal: string | null;
                };
                logprobs?: null;
                /** @enum {unknown} */
                finish_reason: "stop" | "length";
            }[];
            usage: {
                prompt_tokens: number;
                completion_tokens: number;
                total_tokens: number;
                prompt_tokens_details?: {
                    cached_tokens: number;
                };
            };
        };
        EmbeddingRequest: {
            model: string;
            input: string | string[];
            dimensions?: number | null;
            /** @enum {unknown} */
            encoding_format?: "float" | "base64" | null;
        };
        EmbeddingList: {
            /** @constant */
            object: "list";
            model: string;
            data: {
                /** @constant */
                object: "embedding";
                index: number;
                embedding: number[] | string;
            }[];
            usage: {
                prompt_tokens: number;
                total_tokens: number;
            };
        };
        ListedModel: {
            id: string;
            /** @constant */
            object: "model";
            created: number;
            owned_by: string;
        };
        ModelList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["ListedModel"][];
        };
        ModelError: {
            error: {
                message: string;
                type: string;
                param: string | null;
                code: string | null;
            };
        };
        Error: {
            error: {
                code: string;
                message: string;
                where: string;
                hint: string;
            };
        };
        Nothing: Record<string, never>;
        Anything: Record<string, never>;
        Health: {
            status: string;
        };
        Description: {
            openapi: string;
            info: Record<string, never>;
            paths: Record<string, never>;
            components: Record<string, never>;
        };
        MetricList: {
            /** @constant */
            schema: "stint.metrics.list/1";
            metrics: Record<string, never>[];
        };
        Metric: {
            schema: string;
            /** Format: date-time */
            as_of: string;
            as_of_source: string;
        };
        Forecast: {
            /** @constant */
            schema: "stint.forecast/1";
            /** Format: date-time */
            as_of: string;
            as_of_source?: string;
            forecasts: Record<string, never>[];
        };
        Reports: {
            formats: {
                name: string;
                media_type: string;
                summary: string;
            }[];
            kept: components["schemas"]["KeptReport"][];
        };
        KeptReport: {
            name: string;
            format: string;
            project: string | null;
            board: string | null;
            sprint: string | null;
            made_by: string | null;
            /** Format: date-time */
            made_at: string;
            size: number;
        };
        OneKeptReport: {
            report: components["schemas"]["KeptReport"];
        };
        NewReport: {
            /** @enum {unknown} */
            format?: "html" | "md" | "csv" | "json";
            project?: string;
            board?: string;
            sprint?: string;
        };
        Reaction: {
            seen: boolean;
            snoozed_until: string | null;
            /** @enum {unknown} */
            rating: "helpful" | "not_helpful" | null;
            comment: string;
        };
        Insight: {
            id: string;
            type: string;
            kind: string;
            topic: string;
            /** @enum {unknown} */
            severity: "info" | "warning" | "error";
            current: boolean;
            /** @enum {unknown} */
            change: "new" | "worse" | "better" | "same";
            since: string | null;
            since_or_earlier: boolean;
            cost: number;
            title: string;
            message: string;
            facts: {
                name: string;
                value: number | string;
                unit: string;
                issues?: string[];
            }[];
            evidence: string[];
            source: string;
            prompt: string | null;
            projects: string[];
            reaction: components["schemas"]["Reaction"];
            definition?: string;
        };
        Insights: {
            /** @constant */
            schema: "stint.insights/1";
            /** Format: date-time */
            as_of: string;
            as_of_source: string;
            incomplete_histories: number;
            /** Format: date-time */
            compared_with: string;
            gone: {
                id: string;
                kind: string;
                /** @enum {unknown} */
                severity: "info" | "warning" | "error";
            }[];
            total: number;
            insights: components["schemas"]["Insight"][];
        };
        OneInsight: {
            /** Format: date-time */
            as_of: string;
            insight: components["schemas"]["Insight"];
        };
        InsightHistory: {
            id: string;
            days: {
                /** Format: date */
                day: string;
                present: boolean;
                /** @enum {unknown} */
                severity?: "info" | "warning" | "error";
                cost?: number;
                facts?: Record<string, never>;
            }[];
        };
        Snooze: {
            until: string | null;
        };
        Rating: {
            helpful: boolean | null;
            comment?: string;
        };
        Reacted: {
            id: string;
            reaction: components["schemas"]["Reaction"];
        };
        Issue: {
            key: string;
            id: string;
            summary: string;
            type: string;
            status: string;
            /** @enum {unknown} */
            status_category: "new" | "indeterminate" | "done" | "";
            /** Format: date-time */
            created: string;
            started: string | null;
            done: string | null;
            cycle_days: number | null;
            cycle_seconds: number | null;
            cycle_working_seconds: number | null;
            lead_days: number | null;
            blocked_days: number | null;
            points: number | null;
            sprints: string[];
            /** @enum {unknown} */
            history: "none" | "complete" | "incomplete";
            project: string | null;
            /** Format: date-time */
            updated: string;
            assignee: string | null;
            priority?: string;
            description?: string;
            acceptance_criteria?: string;
            labels?: string[];
            components?: string[];
            fix_versions?: string[];
            comments?: number;
            url?: string | null;
        };
        Issues: {
            total: number;
            offset: number;
            /** Format: date-time */
            as_of: string;
            issues: components["schemas"]["Issue"][];
            facets: {
                status: {
                    value: string;
                    count: number;
                }[];
                type: {
                    value: string;
                    count: number;
                }[];
                category: {
                    value: string;
                    count: number;
                }[];
            };
        };
        OneIssue: {
            issue: components["schemas"]["Issue"];
            timeline: {
                /** Format: date-time */
                at: string;
                /** @enum {unknown} */
                kind: "created" | "status" | "sprint_enter" | "sprint_leave" | "estimate" | "blocked" | "unblocked" | "resolution" | "assignee" | "comment";
                from: string | number | null;
                to: string | number | null;
            }[];
            insights: {
                id: string;
                title: string;
            }[];
        };
        Job: {
            id: number;
            kind: string;
            requested_by: string | null;
            /** @enum {unknown} */
            cause: "schedule" | "hand" | "webhook" | "start";
            /** @enum {unknown} */
            state: "queued" | "running" | "done" | "failed" | "cancelled" | "interrupted";
            attempt: number;
            step: string | null;
            progress: {
                done: number;
                total: number;
                text: string;
            };
            /** Format: date-time */
            requested_at: string;
            ready_at: string | null;
            started_at: string | null;
            finished_at: string | null;
            result: unknown;
            error: Record<string, never> | null;
        };
        Jobs: {
            jobs: components["schemas"]["Job"][];
            kinds: {
                name: string;
                summary: string;
            }[];
        };
        OneJob: {
            job: components["schemas"]["Job"];
        };
        JobRequest: {
            kind: string;
        };
        Schedule: {
            name: string;
            kind: string;
            expression: string;
            on: boolean;
            words: string;
            zone?: string;
            next: string | null;
        };
        Schedules: {
            schedules: components["schemas"]["Schedule"][];
            time_zone: string;
            kinds: {
                name: string;
                summary: string;
            }[];
        };
        NewSchedule: Record<string, never>;
        OneSchedule: {
            schedule: components["schemas"]["Schedule"];
        };
        Projects: {
            projects: {
                key: string;
                issues: number;
                boards: {
                    id: string | null;
                    name: string;
                    sprints: number;
                    unit: string;
                }[];
            }[];
        };
        Session: {
            /** @enum {unknown} */
            mode: "open" | "setup" | "closed";
            user: null | {
                name: string;
                display_name: string;
                role: ("viewer" | "member" | "lead" | "admin") | null;
                projects: {
                    [key: string]: "viewer" | "member" | "lead" | "admin";
                };
            };
            role: ("viewer" | "member" | "lead" | "admin") | null;
            csrf: string | null;
            can: {
                write: boolean;
                run: boolean;
                admin: boolean;
                model: boolean;
            };
        };
        SignIn: {
            name: string;
            password: string;
        };
        PasswordChange: {
            old: string;
            new: string;
        };
        Setup: {
            token: string;
            name: string;
            display_name?: string;
            password: string;
        };
        Sprint: {
            id: string;
            name: string;
            goal: string;
            /** @enum {unknown} */
            state: "future" | "active" | "closed";
            board: null | {
                id: string | null;
                name: string;
            };
            project: string | null;
            start: string | null;
            end: string | null;
            completed_at: string | null;
        };
        Sprints: {
            sprints: components["schemas"]["Sprint"][];
        };
        TeamCapacity: {
            sprint_id: string;
            sprint: string;
            /** @enum {unknown} */
            state: "future" | "active" | "closed" | "";
            start: string | null;
            end: string | null;
            board_id: string;
            team: string;
            project: string;
            days_off: {
                /** Format: date */
                first: string;
                /** Format: date */
                last: string;
            }[];
            working_days: number | null;
            hours: number | null;
            people: {
                id: string;
                name: string;
                hours_per_day: number;
                days_off: {
                    /** Format: date */
                    first: string;
                    /** Format: date */
                    last: string;
                }[];
                days: number | null;
                hours: number | null;
            }[];
        };
        OneSprint: {
            sprint: components["schemas"]["Sprint"];
            capacity: components["schemas"]["TeamCapacity"][];
            burndown: null | {
                unit: string;
                /** Format: date-time */
                start: string;
                /** Format: date-time */
                end: string;
                /** Format: date-time */
                until: string;
                readings: {
                    /** Format: date-time */
                    at: string;
                    remaining: number;
                    scope: number;
                }[];
            };
            figures: Record<string, never> | null;
            items: {
                key: string;
                summary: string;
                committed: boolean;
                entered: string | null;
                member_at_end: boolean;
                completed: boolean;
                done: boolean;
                reopened: number;
                estimate_at_start: number;
                estimate_at_end: number;
            }[];
            risk: Record<string, never> | null;
        };
        Status: {
            version: string;
            /** Format: date-time */
            as_of: string;
            as_of_source: string;
            updated_at: string | null;
            issues: number | null;
            projects: number;
            incomplete_histories: number;
            time_zone: string;
            connections: {
                name: string;
                product: string | null;
                url: string;
                /** @enum {unknown} */
                state: "ok" | "failed" | "never";
                last_sync: string | null;
                problem: string | null;
            }[];
            privacy: {
                people: boolean;
            };
            read_only: boolean;
        };
        Settings: {
            options: {
                name: string;
                value: number;
                default: number;
                unit: string;
                meaning: string;
            }[];
            calendar?: string;
            style?: string;
        };
        Models: {
            models: {
                name: string;
                size: number;
                tasks: string[];
            }[];
            tasks: string[];
            configured: string[];
            catalogue: {
                name: string;
                title: string;
                size: number | null;
                licence: string;
                note: string;
                here: boolean;
                wanted: boolean;
            }[];
        };
        Received: {
            issues: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
